//! Italian courtesies, fillers and forms of questions beyond Snowball's list, with and without accents.

pub(super) const WORDS: &str = "\
ciao salve buongiorno buonasera buon buona grazie prego favore piacere saluti cordiali signore signora che cosa \
come quando quanto quanta quanti quante dove dov qual quale quali chi perché perche perchè cos com posso può puo \
puoi possono possiamo potrei potrebbe potete potreste potere voglio vuole vuoi vorrei vorrebbe volevo vogliamo \
volere devo deve devono dovrei bisogna desidero sapere so sa ho ha hai hanno abbiamo avete avere fare faccio fa \
fate fanno fatto è e sono sei siamo siete essere era sia stato stata sta stanno sto vado va andare cè ci io tu \
lui lei noi voi loro mi ti si vi lo la li le gli ne il i un uno una l d dell all nell mio mia miei mie tuo tua \
suo sua nostro nostra vostro vostra questo questa questi queste quello quella quelli quelle ciò di a da in con \
su per tra fra del dello della dei degli delle al allo alla ai agli alle dal dallo dalla nel nello nella sul \
sulla ed o oppure ma anche ancora già gia più piu meno molto molta poco sempre mai ora adesso qui qua lì là così \
cosi qualcosa qualcuno alcuni niente nessuno altro altra ogni tutto tutta tutti tutte stesso sì no non se dire \
dirmi aiuto aiutare aiutarmi possibile solo soltanto semplicemente ok bene senza dopo prima \
nn cmq xke xche xché ke qnd qlc grz";
