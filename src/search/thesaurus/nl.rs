//! Dutch words near in meaning.

pub(super) const LINES: &str = "\
kopen bestellen aanschaffen
bestelling order aankoop
prijs kosten tarief kost
betalen betaling afrekenen
geld bedrag
terugbetaling terugbetalen restitutie
retour retourneren terugsturen terugzenden retourzending
levering leveren bezorging bezorgen verzenden verzending versturen
verzendkosten bezorgkosten portokosten
ontvangen aankomen krijgen
pakket pakje zending
volgen status tracken
vertraging vertraagd laat
levertijd bezorgtijd termijn dagen
annuleren annulering opzeggen stopzetten
wijzigen veranderen aanpassen wijziging
ruilen omruilen vervangen omwisselen
kapot beschadigd defect stuk schade
repareren reparatie herstellen
verkeerd fout onjuist
kwijt verloren vermist ontbreekt
gestolen diefstal
open openingstijden geopend
gesloten sluiten dicht
winkel filiaal zaak
adres locatie
telefoon bellen nummer telefoonnummer
contact bereiken
persoon mens medewerker
hulp helpen ondersteuning
klacht klagen
account profiel
registreren aanmelden inschrijven
inloggen aanmelden
wachtwoord
vergeten herstellen
verwijderen wissen
factuur rekening bon kassabon
korting actie aanbieding
kortingscode waardebon tegoedbon code
gratis kosteloos
goedkoop voordelig
duur prijzig
cadeau geschenk
kaart pas creditcard
overmaken overboeking overschrijving
termijnen afbetaling financiering
buitenland internationaal
land landen
garantie
maat grootte afmeting
kleur kleuren
snel spoed vlug
beginnen starten begin
einde stoppen
nieuw
gebruikt tweedehands
beschikbaar voorraad leverbaar
uitverkocht
onderdeel onderdelen accessoire
accu batterij opladen
afspraak reserveren boeken reservering
afhalen ophalen
montage monteren installeren
handleiding instructies
privacy gegevens
nieuwsbrief abonnement abonneren
afmelden uitschrijven
vacature baan werken solliciteren
bedrijf firma
taal spreken
gebruiken gebruik
werkt werken functioneren
probleem storing
verschil vergelijken
veilig veiligheid
kind kinderen baby
student scholier
mail e-mail bericht
contract overeenkomst
btw belasting
douane invoerrechten
minimum minimaal
toegestaan mogen
mogelijk kunnen
nodig vereist
zoeken vinden
tonen zien
bevestiging bevestigen
verlopen geldig geldigheid
aanraden advies adviseren
gewicht zwaar wegen
materiaal stof
wassen schoonmaken reinigen
parkeren parkeerplaats
feestdag feestdagen
zaterdag zondag weekend
controleren nakijken
kiezen selecteren
afschrijven incasso";
