//! Spanish words near in meaning.

pub(super) const LINES: &str = "\
comprar pedir adquirir compra
pedido compra orden encargo
precio coste costo tarifa cuesta valor
pagar pago abonar
dinero importe cantidad
reembolso reembolsar devolver devolución
devolución devolver retornar retorno
envío enviar entrega entregar despacho mandar
recibir llegar llegada
paquete bulto envío
seguimiento seguir rastrear rastreo estado
retraso tarde demora retrasado
plazo tiempo duración días
cancelar anular cancelación anulación
cambiar modificar cambio modificación corregir
cambio cambiar canjear reemplazar sustituir
roto dañado defectuoso estropeado averiado defecto
reparar reparación arreglar arreglo
incorrecto equivocado error mal
falta perdido faltar extraviado
robado robo robar
abierto abrir apertura horario horarios
cerrado cerrar cierre
tienda local sucursal establecimiento
dirección domicilio ubicación
teléfono llamar número telefónico llamada
contacto contactar comunicar
persona humano agente asesor
ayuda ayudar asistencia soporte
queja reclamación quejarse reclamar
cuenta perfil
registrar registro inscribir
iniciar acceder entrar acceso
contraseña clave
olvidado olvidar restablecer recuperar
eliminar borrar suprimir
factura recibo ticket comprobante
descuento rebaja oferta promoción
cupón código vale
gratis gratuito
barato económico asequible
caro costoso
regalo regalar
tarjeta crédito débito
transferencia transferir
cuotas plazos financiación financiar
extranjero internacional
país países
garantía garantizar
talla tamaño medida
color colores
rápido urgente exprés rápidamente
empezar comenzar inicio
fin terminar acabar
nuevo novedad
usado segunda
disponible stock existencias disponibilidad
agotado
pieza repuesto accesorio recambio
batería pila cargar carga
cita reserva reservar
recoger recogida retirar
montaje montar instalar instalación ensamblar
manual instrucciones guía
privacidad datos personales
boletín suscripción suscribir
trabajo empleo vacante puesto
empresa compañía
idioma hablar lengua
usar utilizar uso
funcionar funciona
problema dificultad inconveniente
diferencia comparar comparación
seguridad seguro protección
niño niña bebé hijo
estudiante alumno
correo email mail mensaje
contrato acuerdo
impuesto iva
aduana aduanas
mínimo mínima
permitido permitir
posible poder
necesitar necesario
buscar encontrar
mostrar ver
confirmación confirmar
caducado caducar vencer válido validez
recomendar recomendación aconsejar
peso pesar pesado
material tela tejido
lavar limpiar limpieza
aparcar aparcamiento estacionamiento parking
festivo feriado
sábado domingo
comprobar verificar revisar
elegir escoger seleccionar
cobro cobrar cargo
gastos costes
móvil celular";
