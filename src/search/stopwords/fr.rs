//! French courtesies, fillers and forms of questions beyond Snowball's list, with and without accents.

pub(super) const WORDS: &str = "\
bonjour bonsoir salut merci svp stp sil plait plaît cordialement madame monsieur est ce que qu quoi comment \
combien quand pourquoi où ou quel quelle quels quelles qui puis peux peut peuvent pouvez pouvoir pourrais \
pourrait pourriez voudrais voudrait veux veut voulez vouloir souhaite souhaiterais aimerais aimerait dois doit \
devez devoir faut faudrait faire fait fais faites avoir ai as a avez avons ont être etre suis es êtes etes \
sommes sont était etait sera serait il elle on nous vous ils elles je tu me te se moi toi lui leur y en ne pas \
plus moins très tres bien aussi alors donc car mais si oui non toujours encore déjà deja ici là la ça ca cela \
ceci cette cet ces mon ma mes ton ta tes son sa ses notre nos votre vos leurs quelque quelques quelqu tout toute \
tous toutes autre autres même meme aider dire dites savoir sais sait connaître jai besoin chez avec sans pour \
par dans sur sous vers entre depuis pendant avant après apres afin possible actuellement simplement juste \
vraiment peu beaucoup trop assez comme chose hui aujourd une un des du de les le l d j n m t s c \
bcp pk pkoi qd ds slt bjr mrc ya";
