//! English function words and the courtesies and fillers that visitors put around a question.

pub(super) const WORDS: &str = "\
a about after again all also am an and any anybody anyone anything are arent as at actually be because been \
before being but by can cannot cant could couldnt did didnt do does doesnt doing done dont dear either else etc \
even ever every everything for from get gets getting go goes going got gonna had hadnt has hasnt have havent \
having he hello help her here hers hey hi him his how hows however i id if ill im in into is isnt it its itself \
ive just kind kindly know let lets like lot many may maybe me might mine more most much must my myself need \
needs no not now of off oh ok okay on once one only or other our ours out over own perhaps please plz pls \
possible really regarding right same say shall she should shouldnt so some somebody someone something somehow \
still such sure tell than thank thanks that thats the their theirs them then there theres these they theyre \
thing things think this those though to too try trying u under until up upon ur us use very via want wanted \
wanting wants was wasnt way we well were werent what whats whatever when whenever where wheres whether which \
while who whom whos whose why will with within without wont would wouldnt yes yet you youd youll your youre \
yours yourself youve weve theyve shouldve wouldve \
couldve hed shed theyd itll thatll well wed whats hes shes arent aint \
wanna gotta gimme lemme dunno idk cuz coz kinda sorta yeah yep yup nope btw tbh thx tnx thnx ty omg lol sry wat wht \
whr hw hv abt dis dat plss plzz ya yall hii hiya tho";
