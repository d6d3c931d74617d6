//! German words near in meaning.

pub(super) const LINES: &str = "\
kaufen bestellen erwerben einkaufen
bestellung auftrag kauf einkauf
preis kosten gebühr kostet teuer tarif
zahlen bezahlen zahlung bezahlung zahlungsart zahlungsmethode
geld betrag summe
erstattung rückerstattung erstatten zurückzahlen rückzahlung gutschrift
rücksendung rückgabe zurücksenden zurückgeben zurückschicken retoure retournieren
lieferung versand liefern versenden schicken zustellung verschicken zustellen
versandkosten lieferkosten porto versandgebühr
lieferzeit lieferdauer versanddauer
ankommen eintreffen erhalten bekommen kommen
paket sendung päckchen lieferung
verfolgen sendungsverfolgung status tracking nachverfolgen
verspätung verspätet spät verzögerung
stornieren stornierung abbrechen kündigen kündigung widerrufen widerruf abbestellen
frist zeitraum dauer tage
ändern bearbeiten anpassen wechseln aktualisieren änderung korrigieren
umtausch umtauschen tauschen ersetzen ersatz austauschen
kaputt beschädigt defekt schaden mangel mangelhaft zerbrochen
reparieren reparatur wartung instandsetzung
falsch fehler irrtum verkehrt
fehlt verloren verschwunden vermisst fehlend
gestohlen diebstahl geklaut
geöffnet öffnungszeiten offen öffnen auf
geschlossen schließen zu
laden geschäft filiale standort shop
adresse anschrift lieferadresse wohnort
telefon anrufen nummer anruf telefonnummer telefonisch hotline
kontakt kontaktieren erreichen ansprechpartner
mensch mitarbeiter berater person
hilfe helfen unterstützung support kundendienst kundenservice
beschwerde reklamation beschweren reklamieren
konto profil kundenkonto benutzerkonto
registrieren anmelden anmeldung registrierung
einloggen login anmelden zugang
passwort kennwort
vergessen zurücksetzen verloren
löschen entfernen
rechnung beleg quittung kassenbon kassenzettel
rabatt gutschein code aktion nachlass ermäßigung vergünstigung gutscheincode
kostenlos gratis umsonst kostenfrei
billig günstig preiswert
geschenk verschenken schenken
karte kreditkarte ec-karte
lastschrift abbuchen abbuchung einzug abgebucht
überweisung überweisen
raten ratenzahlung finanzierung finanzieren
ausland international schweiz österreich eu
garantie gewährleistung
größe maß passform größen
farbe farben
schnell express eilig
dauer lange dauert
starten beginnen anfangen start beginn
ende enden aufhören beenden
neu neuheit
gebraucht secondhand
verfügbar lieferbar vorrätig lager vorrat
ausverkauft vergriffen
ersatzteil teile zubehör
akku batterie laden aufladen
termin buchen reservieren vereinbaren terminvereinbarung reservierung buchung
abholen abholung selbstabholung
montage aufbauen zusammenbauen installieren einbauen einrichten
anleitung handbuch bedienungsanleitung
datenschutz daten
newsletter abonnieren abo abonnement
abbestellen abmelden
stelle job karriere bewerbung arbeiten bewerben
firma unternehmen betrieb
sprache sprachen sprechen
nutzen benutzen verwenden gebrauchen
funktioniert funktion funktionieren geht klappt
problem schwierigkeit störung
unterschied vergleich vergleichen
beispiel referenz kunde
sicherheit sicher schutz
kind kinder baby
student studenten studierende schüler
mail email e-mail nachricht
brief post
vertrag vereinbarung
mehrwertsteuer umsatzsteuer steuer
zoll verzollung einfuhr
mindestbestellwert mindestens
erlaubt dürfen gestattet
möglich machbar können
brauchen benötigen nötig erforderlich
suchen finden
zeigen anzeigen sehen ansehen
bestätigung bestätigen
abgelaufen ablaufen gültig gültigkeit
übertragen umschreiben
empfehlen empfehlung vorschlagen
gewicht schwer wiegen
material stoff
waschen reinigen reinigung pflege
parken parkplatz parkplätze
anfahrt weg route
feiertag feiertage
wochenende samstag sonntag";
