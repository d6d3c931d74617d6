//! Dutch courtesies, fillers and forms of questions beyond Snowball's list.

pub(super) const WORDS: &str = "\
hallo hoi hey dag goedemorgen goedemiddag goedenavond bedankt dank dankjewel graag alstublieft alsjeblieft groet \
groeten vriendelijke beste wat hoe wanneer waar waarheen waarom waarvoor waarmee welke welk wie hoeveel kan kun \
kunnen kunt kon konden zou zouden wil wilt willen wilde mag mogen moet moeten hoef hoeft zal zullen heb hebt \
heeft hebben had ben bent is zijn was waren wordt worden werd doe doet doen deed ga gaat gaan krijg krijgt \
krijgen weet weten zeggen zeg vertellen ik jij je jou jouw u uw hij zij ze het wij we ons onze jullie hun hen \
mij me mijn mn zich zelf een de den der dit dat deze die daar hier er van voor naar bij met in op aan uit over \
om te tot door tegen onder tussen zonder na als dan maar en of want omdat dus ook nog al niet geen wel ja nee \
even eens misschien eigenlijk gewoon echt heel erg zeer iets iemand niets niemand ander andere elke alle alles \
veel meer minder nu straks altijd nooit weer nodig help helpen hulp mogelijk alleen ok oké vraag vraagje \
ff nie ni aub mvg bvd idd gwn";
