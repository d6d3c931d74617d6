//! Portuguese courtesies, fillers and forms of questions beyond Snowball's list, with and without accents.

pub(super) const WORDS: &str = "\
olá ola oi bom boa dia tarde noite obrigado obrigada favor por gentileza abraço senhor senhora que quê como \
quando quanto quanta quantos quantas onde aonde qual quais quem porque porquê posso pode podes podem podemos \
poderia poderiam podia poder quero quer queres querem queria gostaria gostava preciso precisa precisamos devo \
deve devem desejo saber sei tenho tem tens têm temos ter há haver fazer faço faz fazem faça fui foi era é e são \
sao sou somos ser está esta estão estao estou estar seja vou vai vão vamos ir eu tu você voce vocês voces ele \
ela eles elas nós nos me te lhe lhes o a os as um uma uns umas meu minha meus minhas teu tua seu sua seus suas \
nosso nossa este estes estas esse essa esses essas isso isto aquele aquela aquilo de do da dos das em no na nas \
num numa ao aos à às para pra pro pelo pela com sem sobre entre até ate desde mas mais menos muito muita também \
tambem já ja ainda sempre nunca agora aqui aí ali lá la assim algo alguém alguem algum alguma nada ninguém outro \
outra cada todo toda todos todas mesmo sim não nao se ou dizer diga ajuda ajudar ajude possível possivel só so \
apenas simplesmente gente ok tudo bem daí então entao \
vcs vc tb tbm pq pfv obg oie";
