//! Portuguese words near in meaning.

pub(super) const LINES: &str = "\
comprar adquirir compra
pedido encomenda compra ordem
preço custo valor tarifa custa
pagar pagamento
dinheiro quantia valor
reembolso reembolsar devolver estorno estornar
devolução devolver retornar
entrega entregar envio enviar expedição despachar
frete portes envio
receber chegar chegada
pacote encomenda volume
rastrear rastreio rastreamento acompanhar seguir
atraso atrasado demora tarde
prazo tempo duração dias
cancelar cancelamento anular
alterar mudar modificar alteração mudança corrigir
trocar troca substituir
quebrado danificado defeituoso defeito avariado estragado
reparar reparação conserto consertar arranjar
errado incorreto erro engano
falta perdido faltar extraviado
roubado roubo
aberto abrir abertura horário horários
fechado fechar
loja estabelecimento filial
endereço morada
telefone ligar número telefonar
contato contacto contatar contactar
pessoa humano atendente agente
ajuda ajudar assistência suporte
reclamação queixa reclamar
conta perfil
registrar registar cadastro cadastrar inscrever
entrar acessar login aceder
senha palavra-passe
esqueci esquecer recuperar redefinir
excluir apagar eliminar remover
fatura recibo nota comprovante
desconto promoção oferta
cupom cupão código vale
grátis gratuito
barato econômico
caro custoso
presente oferecer prenda
cartão crédito débito
boleto pix transferência
parcelas parcelar prestações financiamento
exterior estrangeiro internacional
país países
garantia garantir
tamanho medida
cor cores
rápido urgente expresso
começar iniciar início
fim terminar acabar
novo novidade
usado seminovo
disponível estoque stock disponibilidade
esgotado
peça acessório sobressalente
bateria pilha carregar
marcar agendar reserva reservar
retirar retirada levantar recolher
montagem montar instalar instalação
manual instruções guia
privacidade dados pessoais
newsletter assinatura assinar subscrever
trabalho emprego vaga
empresa companhia
idioma língua falar
usar utilizar uso
funcionar funciona
problema dificuldade
diferença comparar comparação
segurança seguro proteção
criança bebê filho
estudante aluno
email e-mail correio mensagem
contrato acordo
imposto taxa iva
alfândega alfandega aduana
mínimo mínima
permitido permitir
possível poder
precisar necessário
procurar encontrar buscar
mostrar ver
confirmação confirmar
expirado expirar vencer válido validade
recomendar recomendação aconselhar
peso pesar pesado
material tecido
lavar limpar limpeza
estacionar estacionamento
feriado feriados
sábado domingo
verificar conferir
escolher selecionar
cobrança cobrar débito
celular telemóvel";
