//! French words near in meaning.

pub(super) const LINES: &str = "\
acheter commander acquérir achat
commande achat
prix coût tarif montant coûter coûte frais
payer régler paiement règlement
argent somme montant
remboursement rembourser remboursé avoir
retour retourner renvoyer renvoi rendre
livraison livrer expédition expédier envoi envoyer acheminement
recevoir arriver réception reçu
colis paquet envoi
suivi suivre tracer traçage statut
retard tard retardé
délai durée temps jours
annuler annulation résilier résiliation
modifier changer changement modification corriger
échanger échange remplacer remplacement
cassé abîmé endommagé défectueux panne défaut
réparer réparation entretien
faux erreur incorrect mauvais trompé
manquant perdu manque perte disparu
volé vol
ouvert ouvrir ouverture horaires heures
fermé fermer fermeture
magasin boutique agence
adresse domicile lieu
téléphone appeler numéro téléphoner appel
contact contacter joindre
humain conseiller personne agent
aide aider assistance
réclamation plainte plaindre réclamer
compte profil
inscrire inscription enregistrer
connecter connexion identifier
passe code
oublié oublier réinitialiser perdu
supprimer effacer suppression
facture reçu justificatif
réduction remise promotion rabais solde soldes
coupon bon code
gratuit gratuitement offert
abordable économique
cher coûteux
cadeau offrir
carte bancaire
prélèvement prélever débit débiter
virement virer
mensualités échelonné crédit financement
étranger international
pays région
garantie garanti
taille mesure dimension pointure
couleur coloris teinte
rapide vite express urgent
commencer début démarrer
fin terminer finir
nouveau neuf
occasion usagé
disponible stock disponibilité
rupture épuisé
pièce accessoire rechange
batterie pile charge charger recharger
réserver réservation rendez-vous
retirer retrait récupérer
montage monter assembler installer installation
notice manuel mode
confidentialité données personnelles
newsletter lettre abonnement abonner
désabonner désinscrire
emploi poste recrutement carrière travailler postuler
entreprise société
langue parler
utiliser usage servir employer
fonctionner marcher fonctionne marche
problème souci difficulté
différence comparer comparaison
sécurité sûr sécurisé
enfant bébé enfants
étudiant élève
courriel email mail message
courrier lettre
contrat accord
taxe tva impôt
douane douanier
minimum minimal
autorisé permis
possible faisable
besoin nécessaire nécessiter
chercher trouver rechercher
montrer afficher voir
confirmation confirmer
expiré expirer valable validité valide
transférer transfert
conseiller recommander conseil
poids lourd peser
matière tissu matériau
laver nettoyer lavage nettoyage
parking garer stationnement
itinéraire accès
férié vacances
week-end samedi dimanche
vérifier contrôler
choisir sélectionner
quantité nombre
déménager déménagement";
