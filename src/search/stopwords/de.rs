//! German words beyond Snowball's list: courtesies, fillers, forms of questions and forms without umlauts.

pub(super) const WORDS: &str = "\
bitte danke hallo guten tag kann können könnt könnte möchte will würde gerne gern brauche gibt geht mal \
eigentlich überhaupt wissen sagen bekomme machen mache hätte ja nein ok euch ihr eure euer wieso weshalb wann wo \
wer servus moin grüezi grüß gott abend morgen liebe lieber liebes team freundlichen grüßen mfg vielen dank \
dankeschön schonmal vorab bitteschön moechte koennte koennen kanns gibts könnten würden würdet könntet könntest \
müsste sollte mag mögen darf dürfte frage fragen wüsste gerade jetzt schon noch nochmal auch halt eben doch etwa \
irgendwie irgendwo irgendwas irgendwann leider wirklich ganz sehr bereits woher wohin wofür womit worauf welche \
welcher welches wieviel inwiefern warum wären wäre hätten kurz kurze lassen lässt tun tut fuer ueber wuerde \
haette waere also alles etwas jemand man mir ihnen sie brauch muss müssen soll sollen \
nich nen ne nix ma hab habs habt ham wat sry thx vg";
