//! How Portuguese texts go on, ask and agree.

use super::{Markers, Writing};

pub(super) const MARKERS: Markers = Markers {
    writing: Writing::Words,
    few: 3,
    leads: "e|e quanto a|e para|e se|mas|entao|ou|tambem|e em|e no|e na|e com|que tal",
    tails: "entao|tambem",
    pointers: "isso|isto|esse|essa|este|esta|esses|essas|aquilo|ele|ela|eles|elas|la|ai|disso|nisso|dele|dela",
    generic: "quanto|tempo|demora|custa|custam|preco|caro|gratis|gratuito|longe|rapido|funciona|explicar|explica|\
              possivel|online|exatamente|exemplo|detalhe|detalhes|fazer|vale|dura",
    asks: "como|que|qual|quais|quando|onde|quem|porque|por que|porque|quanto|quanta|quantos|quantas|posso|pode|podem|\
           ha|tem|tem|sao|devo|aceitam|quero saber|gostaria de saber|diga me|voces",
    joins: "e|tambem|alem disso|a proposito|outra pergunta|segundo|por outro lado|depois|ja agora",
    courtesies: "ola|oi|bom dia|boa tarde|boa noite|obrigado|obrigada|muito obrigado|muito obrigada|cumprimentos|\
                 atenciosamente|adeus|tchau|tenho uma pergunta|duas perguntas|uma pergunta",
    yes: "sim|claro|ok|okay|certo|bem|exato|perfeito|entendi|entendido|esta bem|com certeza|sim por favor",
    several: "sim|sim por favor|isso|os dois|as duas|sim os dois|sim as duas|ambos|ambas|todos|todas|os tres|as tres|tudo|qualquer um|ok|claro|certo|pode ser",
    no: "nao|nao obrigado|nao obrigada|nenhum|nenhuma|nenhum deles",
    places: [
        "primeiro|primeira|1|um|numero 1",
        "segundo|segunda|2|dois|duas|numero 2",
        "terceiro|terceira|3|tres|numero 3",
        "ultimo|ultima",
    ],
    fillers: "o|a|os|as|por|favor|opcao|numero|quero|resposta|pergunta|de|uma|um",
    sides: [
        ("quanto|preco|caro|custa|gratis", "custo preco"),
        ("quanto tempo|quantos dias|demora", "prazo tempo demora"),
        ("onde", "onde morada endereco"),
    ],
};
