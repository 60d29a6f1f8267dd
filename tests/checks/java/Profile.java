import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.profiles.Profiles;

/** Prints each way in which files leave the OWL 2 DL profile: the file's name, a tab, and what is wrong. */
public class Profile {
    public static void main(String[] files) throws Exception {
        for (String file : files) {
            var ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
            for (var violation : Profiles.OWL2_DL.checkOntology(ontology).getViolations()) {
                System.out.println(new File(file).getName() + "\t" + violation.toString().replaceAll("\\s+", " "));
            }
        }
    }
}
