//! Frequent words of Spanish.

pub(super) const WORDS: &str = "\
abeja abogado abrigo abuelo aceite acero agua aire ajo alegre alma almohada alto amable amarillo amigo amor \
ancho animal anillo año árbol arena arma arroz arte asiento avión azúcar azul bailar bajo balón banco \
baño barato barba barco barrio bebida beso bicicleta blanco boca bolsa bolso bosque botella botón brazo \
brillo bueno burro caballo cabeza cabra cadena café caja calle calor cama cámara camino camisa campana campo \
canción cara carne carrera carro carta casa casco caso castillo cebolla cena centro cepillo cera cerdo cerebro \
cerveza chaqueta chico cielo cien ciencia cine cinta ciudad claro clase clima cobre coche cocina codo cola \
collar comer comida copa corazón corbata corto cosa costa cruz cuadro cuarto cuchara cuchillo cuello cuento \
cuerda cuero cuerpo cueva cuidado cultura cumpleaños cura curso dato dedo derecho desayuno dibujo diente dieta \
dios doctor dolor dueño dulce duro edad edificio ejemplo enero enfermo error escalera escoba escuela espalda \
espejo estrella europa falda falso familia fecha feliz feo fiesta fila fin flor forma foto frente fresco frío \
fruta fuego fuente fuera fuerte fuerza gafas gallina gallo ganar garganta gato gente goma gordo gorra grande \
grasa gris grito grupo guante guapo guerra gusto hambre harina helado hermano hielo hierba hierro hijo hilo \
historia hoja hombre hombro hora horno hotel huevo hueso humo idea iglesia invierno isla jabón jamón jardín \
jefe joven juego juez jugo junio justo labio lado ladrillo lago lámpara lana lápiz largo leche lento león \
ley libre libro limón lista llave lluvia lobo loco lugar luna lunes luz madera madre maestro maleta malo mano \
manta mantequilla manzana mapa máquina mar marido martes mayo media médico mejor memoria mentira mercado mes \
mesa metal miedo miel minuto misa modo mono montaña moto motor mueble muerte mujer mundo muñeca muro museo \
música nariz naranja negro nieve nivel noche nombre norte nota noticia novio nube nuevo nuez obra ocho oficina \
oído ojo olor onda oro oreja otoño oveja padre pájaro palabra pan pantalla pantalón papá papel pared \
parque parte paso pato patio paz pecho pelo pelota pena pera perro pescado pez pie piedra piel pierna pila \
pimienta piscina piso planta plata plato playa plaza pluma pobre pollo polvo precioso primo prisa puente puerta \
puerto pulso punto queso rabo radio rama rana rápido rata ratón rayo razón receta red regla reina reloj rey \
rico río risa rodilla rojo ropa rosa rostro rubio rueda ruido sábana sal sala salud salsa sangre santo sapo \
seco secreto sed seda semana señal serpiente silla sitio sobre sofá sol soldado solo sombra sombrero sopa \
sueldo sueño suerte suelo sur susto tabla taza techo tela tema templo tenis tía tiempo tierra tigre tío \
toalla tomate toro torre torta trabajo traje tren triste turno uña uva vaca vacío vaso vecino vela verano \
verdad verde vestido viaje vida vidrio viejo viento vino voz vuelo yegua zapato zorro zumo";
