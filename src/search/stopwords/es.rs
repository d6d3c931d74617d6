//! Spanish courtesies, fillers and forms of questions beyond Snowball's list, with and without accents.

pub(super) const WORDS: &str = "\
hola buenas buenos buen días dias tardes noches gracias favor por saludos señor señora qué que cómo como cuándo \
cuando cuánto cuanto cuánta cuanta cuántos cuantos cuántas cuantas dónde donde adónde adonde cuál cual cuáles \
cuales quién quien quiénes porqué puedo puede puedes pueden podemos podría podria podrías podrian poder quiero \
quiere quieres quisiera querría queremos necesito necesita necesitamos debo debe deben deseo desearía gustaría \
gustaria saber sé se tengo tiene tienes tienen tenemos tener hay haber he ha han hemos hacer hago hace haga \
hacen es son soy eres somos ser está esta están estan estoy estar fue era sea voy va vas van ir yo tú tu usted \
ustedes él ella nosotros ellos ellas me te le les lo la los las nos mi mis tus su sus nuestro nuestra mío mía \
este estos estas ese esa esos esas eso esto aquello un una unos unas el al del de a ante con contra desde en \
entre hacia hasta para según sin sobre tras y e o u ni pero mas más menos muy mucho mucha también tambien ya aún \
aun todavía todavia siempre nunca ahora aquí aqui allí así asi algo alguien algún alguna nada nadie otro otra \
cada todo toda todos todas mismo sí si no decir dime decirme ayuda ayudar ayudarme posible solo sólo simplemente \
ok \
xq pq porq porfa plis xfa tmb tb";
