//! Italian words near in meaning.

pub(super) const LINES: &str = "\
comprare acquistare ordinare acquisto
ordine acquisto ordinazione
prezzo costo tariffa costare costa
pagare pagamento saldare
denaro soldi importo
rimborso rimborsare
reso restituire restituzione rendere resi
spedizione spedire consegna consegnare invio inviare
ricevere arrivare arrivo
pacco collo spedizione
tracciare tracciamento seguire tracking stato
ritardo tardi ritardato
tempo durata tempi giorni
annullare cancellare annullamento disdire disdetta
modificare cambiare modifica cambiamento correggere
cambio cambiare sostituire sostituzione scambiare
rotto danneggiato difettoso guasto difetto
riparare riparazione aggiustare
sbagliato errato errore
mancante perso manca smarrito
rubato furto
aperto aprire apertura orari orario
chiuso chiudere chiusura
negozio punto filiale sede
indirizzo domicilio luogo
telefono chiamare numero telefonare
contatto contattare
persona umano operatore
aiuto aiutare assistenza supporto
reclamo lamentela reclamare
account profilo conto
registrare registrazione iscrivere iscrizione
accedere accesso entrare login
password parola
dimenticato dimenticare reimpostare recuperare
eliminare cancellare rimuovere
fattura ricevuta scontrino
sconto promozione offerta saldi riduzione
buono coupon codice
gratis gratuito
economico conveniente
caro costoso
regalo regalare
carta credito debito
bonifico trasferimento
rate rateale finanziamento
estero internazionale
paese nazione
garanzia garantito
taglia misura dimensione
colore colori
veloce rapido urgente espresso
iniziare cominciare inizio
fine finire terminare
nuovo novità
usato seconda
disponibile magazzino disponibilità
esaurito
pezzo ricambio accessorio
batteria pila caricare ricaricare
appuntamento prenotare prenotazione
ritirare ritiro
montaggio montare installare installazione assemblare
manuale istruzioni guida
privacy dati personali
newsletter abbonamento abbonare
lavoro impiego posizione
azienda società ditta
lingua parlare
usare utilizzare uso
funzionare funziona
problema difficoltà
differenza confrontare confronto
sicurezza sicuro protezione
bambino bambina neonato figlio
studente alunno
email mail messaggio posta
contratto accordo
tassa iva imposta
dogana doganale
minimo minima
permesso consentito
possibile potere
bisogno necessario
cercare trovare
mostrare vedere
conferma confermare
scaduto scadere scadenza valido validità
consigliare raccomandare consiglio
peso pesare pesante
materiale tessuto
lavare pulire pulizia
parcheggio parcheggiare
festivo festa
sabato domenica
verificare controllare
scegliere selezionare
addebito addebitare
cellulare smartphone
spese costi";
