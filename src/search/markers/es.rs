//! How Spanish texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "y|y que hay de|que hay de|y si|pero|entonces|o|tambien|y para|y con|y que pasa con|que pasa con|y en",
    tails: "entonces|tambien|tampoco",
    pointers: "eso|esto|ese|esa|este|esta|esos|esas|estos|estas|lo|ello|alli|ahi|ella|ellos",
    generic: "cuanto|cuanta|tiempo|tarda|cuesta|cuestan|precio|caro|gratis|gratuito|lejos|rapido|funciona|explicar|\
              explica|explicarme|posible|linea|exactamente|ejemplo|detalle|detalles|hacer|vale|dura|hacerlo",
    asks: "como|que|cual|cuales|cuando|donde|quien|por que|cuanto|cuanta|cuantos|cuantas|puedo|puede|pueden|podria|hay|\
           tienen|teneis|hacen|es|son|debo|tengo que|aceptan|quiero saber|quisiera saber|me gustaria saber|digame",
    joins: "y|tambien|ademas|por cierto|otra pregunta|segundo|asimismo|por otro lado|luego",
    courtesies: "hola|buenos dias|buenas tardes|buenas noches|buenas|gracias|muchas gracias|gracias de antemano|\
                 un saludo|saludos|saludos cordiales|adios|tengo una pregunta|dos preguntas|una pregunta",
    yes: "si|si|claro|vale|ok|okay|bien|exacto|perfecto|entendido|de acuerdo|por supuesto|si por favor",
    several: "si|si por favor|eso|los dos|las dos|si los dos|si las dos|ambos|ambas|todos|todas|los tres|las tres|todo|cualquiera|vale|ok|claro",
    no: "no|no gracias|ninguno|ninguna|ninguno de estos|no es eso",
    places: [
        "primero|primera|primer|1|uno|numero 1",
        "segundo|segunda|2|dos|numero 2",
        "tercero|tercera|3|tres|numero 3",
        "ultimo|ultima",
    ],
    fillers: "el|la|los|las|por|favor|opcion|numero|quiero|respuesta|pregunta|de|una|un",
    sides: [
        ("cuanto|precio|caro|cuesta|gratis|vale", "coste precio"),
        ("cuanto tiempo|cuantos dias|cuanto tarda|tarda", "plazo tiempo tarda"),
        ("donde", "donde direccion"),
    ],
};
