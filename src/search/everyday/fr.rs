//! Frequent words of French.

pub(super) const WORDS: &str = "\
abeille acier âge agneau aile air ami amour ampoule an âne ange animal année appareil arbre argent arme \
armée arrêt art assiette atelier avenir avion avis avocat bague bain balai balle banane banc bande banque \
barbe bas bateau bâton beau beurre bijou billet blanc blé bleu bœuf boire bois boîte bonheur bord botte \
bouche boucher bougie boule bout bouteille bouton bras bruit brun bureau but cadre café cahier caisse camion \
campagne canard carré carte casque cause cave ceinture cent cercle chaise chaleur chambre champ champion \
chance chant chapeau char charge chat château chaud chaussure chef chemin chemise cheval cheveu chien chocolat \
choix chose chou ciel cinéma cire clair classe clé client cloche clou coeur coin collier conseil conte corde \
corps costume cou couche coude couleur coup cour courage courant cours course court cousin couteau couverture \
crayon crème croix cuir cuisine cuivre dame danger danse dent dernier dessert dessin dieu dîner directeur \
doigt dos doux drap droit dur eau échelle école écran écrire effet église enfant ennui épaule épée \
époque erreur escalier esprit été étoile étude europe face facile faim famille farine faute femme fenêtre \
fer ferme fête feu feuille fil fille film fils fin fleur fleuve foi foie fois fond force forêt forme fort \
four fourchette frais français frère froid fromage front fruit fumée gant garage garçon gare gâteau gauche \
gaz gens glace gomme gorge goût grand grippe gris gros groupe guerre guide habit haut herbe héros heure \
histoire hiver homme honte hôpital hôtel huile idée île image jambe jambon jardin jaune jeu jeudi jeune \
joie joli joue jouet journal juge juin jupe lac laine lait lampe langue lapin large larme leçon léger légume \
lettre lèvre libre lieu ligne lion lire lit livre loi loin long loup lumière lundi lune lutte machine main \
maire maison maître mal malade manche marché mardi mari mariage matin mauvais médecin meilleur mémoire mer \
mère métal métier métro meuble midi miel mieux mille minute mode mois moitié moment monde montagne montre \
morceau mort mot mouche mouton moyen mur musique nature neige nez noir nom nombre nord note nouvelle nuage nuit \
objet oeil oeuf oeuvre oiseau ombre oncle or orage orange oreille os outil page pain paix palais panier papier \
parc parent part passé pâte patron pauvre pays peau pêche peine peinture père peuple peur photo phrase \
pièce pied pierre pile place plage plaisir plan plante plat plein pluie plume poche poids poing poire poisson \
poitrine poivre police pomme pont porc port porte poste pot poule poulet poumon poupée premier président \
prêt prince prison propre quai quartier question race radio raison rapide récit regard reine repas réponse \
repos rêve riche rire rivière riz robe roi roman rose roue rouge route rue sable sac sage saison salade sale \
salle samedi sang santé sauce saut savon science seau sec secret seigneur sel semaine sens siècle siège \
signe singe soeur soif soir soldat soleil sommeil sort soupe souris sport stylo sucre sud surprise table \
tableau tache tapis tasse temps terre tête thé théâtre timbre tissu toit tomate tour train travail triste \
trou usine vache vague vallée valise veille vélo vent ventre verre vert veste viande vide vie vieux ville vin \
visage vitesse vitre voile voisin voiture voix voyage vrai vue zéro";
