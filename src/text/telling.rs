//! Words that tell a language: its small words, and what customers say most.
//!
//! Invariant: lists hold folded words without apostrophes in them, as `detect` cuts a text; a word that is in
//! several lists tells less. Words without their accents are in too, since many people leave accents out.

/// The words of each language, by its primary tag.
pub(super) const WORDS: [(&str, &str); 14] = [
    (
        "en",
        "a about after all am an and any are at be been before but by can cannot cant could did didnt do does doesnt \
doing dont for from get give got had has have having hello help here hi how i if im in into is isnt it its ive \
just know let like long make many may me more much must my need new no not now of on one only or other our out \
over please pls shall she should so some still than thank thanks that the their them then there these they thing \
this those to too up us use want was way we well were what whats when where wheres which while who whos why will \
with without wont would yes yet you your yours account address arrive back bill broken buy call cancel card \
change cheap cost costs customer damaged day days deliver delivered delivery discount exchange free invoice item \
items late lost missing money open opening order ordered orders package parcel pay paid payment phone price \
receive received refund repair return returned returns send sent ship shipped shipping shop sign size stock \
store support today tomorrow track tracking warranty week working wrong actually add ago always another ask \
asking available because become believe best better between both bring called care come contact different each \
easy either enough even ever every everything feel few find first found friend friends given go going good great \
happen happened however information instead keep kind last least leave left less lets little live look looking \
looks made makes mean might most name never next nothing off often own people place possible put question really \
right said same says see seem seems set show since something soon start stop such sure take tell things think \
told took tried try trying turn under until used using very wanted wants watch website went whether wish work \
works worth write years refer booking rental",
    ),
    (
        "de",
        "ab aber als am an auch auf aus bei beim bin bis bitte bleibt brauche da danke das dass dem den der des die dich \
dies diese diesen dir doch dort du ein eine einem einen einer eines er es etwas euch euer für fuer gegen gern \
gerne gibt gibts guten habe haben hallo hat hatte hier hilfe ich ihm ihn ihnen ihr ihre ihren im immer in ins \
ist ja jetzt kann kannst kein keine keinen kommt könnt können koennen könnte kostet lange machen mal man mehr \
mein meine meinem meinen meiner mich mir mit möchte moechte morgen muss nach nicht nichts noch nochmal nur ob \
oder ohne schon sehr sein seine seit sich sie sind so soll tag über ueber um und uns unser unsere viel vom von \
vor wann war warum was wegen weil welche welcher wenn wer werde werden wie wieder wieso will wir wird wo woher \
wohin wurde zu zum zur zurück zurueck abholen ändern adresse angekommen anmelden anrufen artikel bekomme \
bekommen bestelle bestellen bestellt bestellung bestellungen bezahlen defekt einkauf erstattung fehlt filiale \
frist garantie geld geht geöffnet geliefert gutschein größe kaputt karte kaufen konto kosten kündigen lieferung \
lieferungen liefern lieferzeit paket passwort preis problem raten rechnung reklamation reparatur retoure \
rückgabe rueckgabe rücksendung ruecksendung schicken sendung stornieren storno telefon termin umtausch \
umtauschen verloren versand versandkosten verschickt vertrag widerruf zahlen zahlung zurückgeben zurückschicken \
öffnungszeiten",
    ),
    (
        "fr",
        "a à afin ai aide aller alors après au aucun aujourd aussi autre aux avant avec avez avoir avons bien bonjour \
bonsoir c ça ca car ce cela ces cet cette chez ci combien comme comment d dans de demain depuis des deux dire \
dois doit donc du elle elles en encore entre es est et été ete êtes etes être etre eu fait faire faut hui ici il \
ils j je jour jours jusqu l la le les leur lui m ma mais me merci mes moi mon n ne nos notre nous on ont ou où \
par parce pas peu peut peux plus pour pourquoi pouvez près qu quand que quel quelle quelles quels qui quoi s sa \
salut sans se ses si son sont sous suis sur svp t ta te tes toi ton toujours tous tout toute très tres trop tu \
un une va vais vers veux voici voir vos votre voudrais vous y achat acheter adresse annuler arrivé arrive \
attends boutique carte changer cher code colis commande commander commandé commandes compte coûte coute délai \
délais envoi envoyer échange facture frais horaires joindre livraison livré livrer magasin marche modifier \
paiement passe payer perdu point prix problème produit quelqu rabais réclamation reçu recu recevoir \
remboursement rembourser remboursé réparation retour retourner retours suivi suivre taille tarif téléphone",
    ),
    (
        "es",
        "a al algo alguien algún alguna antes aquí aqui así aún ayuda bien buenas bueno buenos cada como cómo con cual \
cuál cuales cuando cuándo cuanta cuánta cuanto cuánto cuantos cuántos de debe debo del desde día dias días donde \
dónde dos el él ella ellos en entre era es esa ese eso esta está están estas este esto estos estoy favor fue \
gracias ha hace hacer han hasta hay he hola hoy ir la las le les llega llegado lo los mañana más mas me mi mis \
mucho muy nada necesito ni no nos nosotros o os otra otro para pero poder por porque pueda puede pueden puedo \
pues que qué quien quién quiero saber se sé sea señor si sí sido sin sobre son soy su sus también tengo tiene \
tienen todavía todo tu tú tus un una uno unos usted ustedes va vez voy y ya yo abierto abren aplazar cambiar \
cambio cancelar comprar compra contraseña correo cuenta cuesta cuestan dinero devolución devolucion devolver \
devoluciones dirección direccion descuento envío envio envíos enviar entrega factura garantía gastos horario \
llegar paquete pagar pago pedido pedidos perdido precio problema producto recibir recibido reembolso reparación \
roto rota seguimiento talla tarjeta teléfono tienda tarda usar",
    ),
    (
        "pt",
        "a à ainda alguém algum alguma ao aos aqui as às até bem boa bom com como da dar das de dela dele demora depois \
desde deve devo dia dias do dois dos e é ela ele eles em então entre era és esse essa esta está estão estou este \
estes eu faço faz fazer fica foi for há hoje isso isto já la lá lhe mais mas me meu meus minha minhas muito na \
não nao nas nem no nos nós nossa nosso num o obrigada obrigado oi olá ola onde os ou para pela pelo pode podem \
poderia por porque porquê posso precisa preciso pra qual quais quando quanta quanto quantos que quê quem quer \
quero saber se sem ser seu seus sim sobre só sou sua são também tem têm tenho ter teu tua tudo um uma vai vem \
vez você vocês vou abre ajuda boleto cadastro cancelar cartão chega chegou chegar comprar compra comprei conta \
custa custam custo desconto devolução devolver dinheiro encomenda endereço entrega entregue enviar envio fatura \
frete funciona garantia loja mudar nota pacote pagamento pagar pedido pedidos prazo preço produto quebrado \
quebrou rastrear rastreio receber recebi reclamação reembolso senha tamanho telefone troca trocar valor",
    ),
    (
        "it",
        "a abbiamo ad ai aiuto al alla alle allora altro anche ancora avere avete bene buon buona buongiorno buonasera c \
che chi ci ciao come con cosa così cui d da dagli dai dal dalla dei del della delle devo di dopo dov dove due e \
è ed era fa far fare fatto gia già giorni giorno gli grazie ha hai hanno ho i il in io l la le lei li lo loro ma \
mai me mi mia mie miei mio molto ne nei nel nella nessuno no noi non nostra nostro o ogni oggi per perche perché \
perchè piu più poi posso possono potete potrei prego prima puo può puoi qual quale quali qualcuno quando quanta \
quante quanti quanto quella quello questa queste questi questo qui sa salve sapere se sei senza si sì sia siete \
solo sono sta stato su sua sul sulla suo te ti tra tu tua tuo tutti tutto un una uno va vi voglio voi vorrei \
vostra vostro acquistare acquisto aperto aprite arriva arrivato arrivare buono cambiare cambio carta consegna \
consegnato conto costa costano costo costi danneggiato domani fattura funziona garanzia indirizzo negozio numero \
orari ordinato ordine ordini ordinare pacco pagamento pagare perso prezzo prodotto reclamo reso resi restituire \
ricevere ricevuto ricevuta rimborso riparazione rotto sconto scarpe soldi spedito spedizione spedizioni spese \
taglia telefono tracciare annullare",
    ),
    (
        "nl",
        "aan al alleen als alstublieft altijd andere ben bent bij blijft dag dagen dan dank dat de deze die dit doe doen \
door dus echt een eens en er even gaat geen goed goedemiddag graag had hallo heb hebben hebt heeft hem het hier \
hij hoe hoeveel hoi hun ik iemand iets in is ja je jij jouw jullie kan kom komt kun kunnen kunt lang later maak \
maar mag maken me meer met mij mijn moet moeten mogen morgen na naar niet niets nog nooit nu of om omdat onder \
ons onze ook op over te tegen ten ter tot u uit uur uw van vanaf veel vandaag via voor voordat waar waarom \
wanneer want was wat we weer weet wel welke werd wie wij wil wilt worden wordt zal ze zelf zich zij zijn zo \
zonder zou aangekomen aanpassen account adres afhalen annuleren bedrag bestel bestellen besteld bestelling \
bestellingen betaal betalen betaling bezorgd bezorgen bezorging defect factuur garantie geld geleverd geopend \
ingelogd kapot klacht korting kost kosten kwijt kopen levering leveren levertijd maat medewerker omruilen \
openingstijden opzeggen pakje pakket prijs rekening reparatie retour retourneren retouren ruilen terug \
terugbetaling terugsturen verzenden verzending verzendkosten verzonden wachtwoord wijzigen winkel zending",
    ),
    (
        "sv",
        "att av behöver bra betala beställa beställning dag det detta du där eller en ett fast finns fraktar frakt för \
från får fått få går ha han har hej hjälp hos hur här i inte in jag kan kommer kontakta kostar köpa lång \
leverans man med min mina mitt mycket många måste när ni nu och om order paket pengar på retur returnera sig ska \
skicka snälla som storlek tack till tillbaka tid ut vad var vara varför vem vi vill vilka är återbetalning öppet \
er era",
    ),
    (
        "da",
        "af at betale bestilling bliver da de den der det dette du efter eller en er et fragt fra får få gør ham han har \
hej hjælp hvad hvem hvilken hvis hvor hvordan hvorfor hvornår ikke ind jeg jer kan koster kommer levering med \
meget men mig min mine mit mod må når og om op ordre os pakke penge på retur returnere sig skal som tak til ud \
var ved vi vil være åbent åbningstider størrelse tilbage",
    ),
    (
        "pl",
        "ale bez by był być chcę chce czy co czemu dla do dlaczego dostawa dostawy dzień dzięki dobry gdzie i ile ja jak \
jaki jaka jest jestem już kiedy kosztuje kto która ma mam mi mnie mogę moge moja moje mój na nie od paczka \
paczki pieniądze po płatność pod pomoc proszę przesyłka prosze przez się sie są ta tak tego też to tu w was we \
wysyłka z za zamówienie zamówienia zwrot zwrotu zwrócić że",
    ),
    (
        "tr",
        "acaba ama bana ben benim bir bu bunu çok da daha de değil evet fatura ne neden nasıl nerede hangi hayır için \
iade ile istiyorum kaç kadar kargo kargom kim lütfen merhaba mi mı mu mü nedir olarak para sipariş siparişim \
siparişimi teslimat teşekkürler teşekkür ücret ürün var ve veya yok yardım zaman",
    ),
    (
        "cs",
        "ahoj ale balík bude by být co děkuji do dobrý dnů doprava doručení jak jaká jaké jaký je jsem jsou kde kdo kdy \
kolik která který mám mé mi moje můj mohu na nebo není nějak objednávka objednávku objednávky od peníze po pro \
prosím proč se si stojí ta to už v vrácení vrátit z za zboží že",
    ),
    (
        "ro",
        "acum ajutor am ar asta aș avea aveți bani bună ca cât cand când ce cine comanda comandă costă cu cum de din \
după este eu factură fi în înapoi la livrare livrarea mea mei meu mi mulțumesc nu o pachet pachetul pe pentru \
plată pot retur sau se și si sunt un unde unei unui vă vreau",
    ),
    (
        "fi",
        "ei en ennen että haluan hei ja jo joka jos kanssa kauan kiitos kuinka kuka kun kuuluu maksaa mikä miksi milloin \
minun missä mitä miten minä mutta myös niin nyt on olen oma onko paketti palautus palauttaa rahat saan se sitten \
tai tilaus tilaukseni toimitus tämä vai vielä voiko voin voinko",
    ),
];

/// Letters that tell a Latin language, each with what one of them counts.
pub(super) const LETTERS: [(&str, &str, f32); 16] = [
    ("de", "ß", 1.5),
    ("de", "äöü", 0.6),
    ("fr", "œçèêëùûîâ", 0.6),
    ("fr", "éà", 0.3),
    ("es", "ñ¿¡", 1.5),
    ("es", "áíóú", 0.4),
    ("pt", "ãõ", 1.5),
    ("pt", "ç", 0.6),
    ("pt", "áíóúâêô", 0.3),
    ("it", "ìò", 0.8),
    ("it", "èùà", 0.4),
    ("sv", "å", 0.8),
    ("da", "øæå", 0.8),
    ("pl", "łąężśźćń", 1.0),
    ("cs", "řěůčžš", 0.9),
    ("tr", "ğışİ", 1.0),
];
