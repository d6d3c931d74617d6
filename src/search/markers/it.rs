//! How Italian texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "e|e per|e se|ma|allora|quindi|o|anche|e con|e in|che ne dite di|e riguardo",
    tails: "allora|anche|pure",
    pointers: "questo|questa|quello|quella|questi|queste|quelli|quelle|cio|esso|essa|li",
    generic: "quanto|tempo|costa|costano|prezzo|caro|gratis|gratuito|lontano|veloce|funziona|spiegare|spiega|possibile|\
              online|esattamente|esempio|dettaglio|dettagli|fare|farlo|vale|dura|ci vuole|vuole",
    asks: "come|cosa|che|quale|quali|quando|dove|chi|perche|quanto|quanta|quanti|quante|posso|puo|potete|potrei|sono|\
           avete|devo|accettate|fate|vorrei sapere|voglio sapere|mi dica|c e|ci sono",
    joins: "e|anche|inoltre|a proposito|un altra domanda|in secondo luogo|poi|oltre a questo",
    courtesies: "ciao|salve|buongiorno|buonasera|buon pomeriggio|grazie|grazie mille|grazie in anticipo|\
                 cordiali saluti|saluti|arrivederci|ho una domanda|due domande|una domanda",
    yes: "si|si|certo|ok|okay|bene|esatto|perfetto|capito|va bene|d accordo|si grazie",
    several: "si|si grazie|si per favore|entrambi|entrambe|tutti|tutte|tutti e due|tutte e due|tutti e tre|tutte e tre|si entrambi|qualsiasi|ok|va bene|certo",
    no: "no|no grazie|nessuno|nessuna|nessuno di questi",
    places: [
        "primo|prima|1|uno|numero 1",
        "secondo|seconda|2|due|numero 2",
        "terzo|terza|3|tre|numero 3",
        "ultimo|ultima",
    ],
    fillers: "il|lo|la|le|l|per|favore|opzione|numero|voglio|risposta|domanda|di|una|un",
    sides: [
        ("quanto|prezzo|caro|costa|gratis", "costo prezzo"),
        ("quanto tempo|quanti giorni|ci vuole", "tempi durata tempo"),
        ("dove", "dove indirizzo"),
    ],
};
