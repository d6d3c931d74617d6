//! Frequent words of Portuguese.

pub(super) const WORDS: &str = "\
abelha abrigo açúcar água alegre alho alma alto amanhã amarelo amigo amor ano animal anel árvore areia \
arma arroz arte avião avô azeite azul bairro baixo bala banco banho barato barba barco barriga bebida beijo \
bicicleta boca bola bolo bolsa bolso bonito borracha bosque botão braço branco cabeça cabelo cabra cadeira \
café caixa calça calor cama câmera caminho camisa campo canção caneta cão cara carne carro carta casa \
casaco caso castelo cavalo cebola cedo cem centro cérebro cerveja chá chão chapéu chave cheio cheiro chuva \
cidade cinco cinema cinto cinza claro classe clima cobra coelho coisa colher copo cor coração corpo corrida \
corte costa couro cozinha criança cultura curso curto dança data dedo dente dia difícil doce doente domingo \
dono dor doze duro escada escola escova escuro espelho estrada estrela europa faca face fácil faixa falso \
família farinha febre feio feliz ferro festa filho filme fim fio flor fogo folha fome força forma forno forte \
foto fraco frango frente fresco frio fruta fumo fundo galinha ganhar garfo garganta garrafa gato gelo gente \
gordo gosto grama grande grupo guerra história hoje homem hora hotel ideia igreja ilha inverno irmão janela \
janeiro jantar jardim jogo jornal jovem juiz junho lã lado lago lápis lata leão lei leite lençol lento \
letra limão limpo língua linha lista livre livro lobo longe louco lua lugar luva luz maçã macaco madeira \
mãe maio mala manhã manteiga mão mapa máquina mar marido massa mau médico medo meia meio mel melhor menino \
mente mercado mês mesa mil mulher minuto moça moda molho montanha morte mosca moto motor mundo muro museu \
música nariz natal navio neve ninho nível noite nome norte nove nuvem oito óleo olho ombro onda orelha osso \
ouro outono ovelha ovo padre pai palavra panela pão papel parede parque parte passo pasta pato paz pé pedra \
peito peixe pele pena pente pera perna perto peso pimenta piscina piso planta pobre poeira ponte ponto porco \
porta porto pouco povo praça praia prata prato preto primo prova quadro quarto quatro queijo quente rabo \
rádio rainha ramo rapaz rato razão rede rei relógio remédio rico rio riso roda rosa rosto roupa rua sabão \
sábado saia sal sala salada sangue sapato sapo saúde seco segredo segunda seis selo semana sete sinal sítio \
sofá sol som sombra sono sopa sorte sul susto tarde tatu tecto telhado tela tempo terra tigre tinta tio toalha \
tomate torre torta touro trabalho trem triste uva vaca vazio vela velho vento verão verdade verde vestido vez \
viagem vida vidro vinho vizinho voz voo xícara zero";
