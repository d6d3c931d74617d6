//! Frequent words of Italian.

pub(super) const WORDS: &str = "\
abito aceto acqua aereo aglio agnello albero alto amare amico amore anatra anello anima animale anno ape aria \
arma arte asino aspetto auto autunno avvocato azzurro bagno ballo bambola banana banca banco barba barca basso \
bello bene bianco bicchiere biglietto biondo birra bocca borsa bosco bottiglia bottone braccio brutto bue buio \
burro caffè calcio caldo calza camera camicia cammino campana campo cane cantina canto capelli capo cappello \
cappotto capra carne carro casa caso castello cavallo cena centro cera cervello cervo chiave chiesa chilo \
chiodo cibo cielo cima cinema cinque cintura cipolla città civile classe clima coda collana collo colpa colpo \
coltello comune conte coperta coppa corda corpo corsa corso corto cosa coscia costa cotone cravatta croce cubo \
cucchiaio cucina cugino cuoco cuoio cuore cura curva dado dama danno data dente destra dieta dieci dio dito \
divano dolce dolore donna dottore duro erba errore esame estate europa faccia fame famiglia fango farina fata \
fede febbre felice ferro festa fetta fiamma fiato fiera filo film fiore fiume foglia fondo fonte forbici \
forchetta forma formaggio forno forte foto freddo fresco fretta fronte frutta fumo fungo fuoco gallo gamba gara \
gatto gelato gelo gente ghiaccio giacca giallo giardino gioco gioia giornale giovane giro giudice giusto gola \
gonna grande grano grasso grazia grigio gruppo guanto guerra gusto idea inverno isola labbro ladro lago lampada \
lana largo latte legge leggero legno lento leone letto libero libro limone lingua linea lista luce luna lunedì \
lungo lupo luogo madre maestro magro maglia mago male mano mappa mare marito martello mattina medico mela \
melone mente mento mercato mese metallo mezzo miele mille minuto moda moglie molle mondo montagna morte mosca \
moto motore mucca muro museo musica naso nave nebbia neve nido nipote nodo noce noia nome nonna nord nota \
notizia notte nove nube nuoto nuvola oca occhio odore olio ombra onda ora orecchio oro orso osso ottimo ovest \
padella padre paese paglia palazzo palla pane panino panno papà parco parete parola parte passo pasta pasto \
patata patto paura pazzo pecora pelle pelo penna pepe pera pericolo pesca pesce petto pezza piano piatto piazza \
piede pieno pietra pioggia piscina pizza poco poesia pollo polso ponte porco porta porto posto povero pranzo \
prato primo prova punto quadro quaderno quattro radio ragazzo ramo rana re regina regola ricco riga riso riva \
roccia rosa rosso rumore ruota sabbia sacco sala sale salsa salute sangue santo sapone scala scarpa scatola \
schiena scuola secco sedia segno segreto seme serpe sera sete settimana sfera sito soggiorno sogno sole solo \
sonno sopra sorella sorriso sorte specchio spalla spiaggia spesa sport stagione stanza stella storia strada \
stretto sud suono tavolo tazza tè teatro tela tema tenda terra testa tetto tigre topo torre torta treno triste \
uccello uomo uovo uva vaso vecchio vela vento verde verità vero veste vetro via viaggio vicino vino viso vita \
voce volpe volo zero zia zio zucchero zuppa";
