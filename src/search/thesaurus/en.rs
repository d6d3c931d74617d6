//! English words near in meaning.

pub(super) const LINES: &str = "\
buy purchase order acquire
cost price fee charge rate expense tariff
pay payment paid paying settle
money cash funds amount
refund reimburse reimbursement repay repayment
return returned returning
deliver delivery ship shipping shipment dispatch send sent sending
arrive arrival come came receive reach show
parcel package box packet carton shipment item
track tracking trace follow status
late delay delayed overdue
cancel cancellation stop abort undo revoke withdraw
change modify edit update alter amend switch adjust
exchange swap replace replacement
broken damaged defective faulty damage defect fault
repair fix mend service maintenance
wrong incorrect different mistaken mistake error
missing lost lose vanished gone disappear
stolen theft steal thief robbed
open opening hours schedule
close closed closing shut
shop store branch location outlet showroom
where location place address
near nearest nearby close closest around
phone telephone call number dial
mail email e-mail message letter
contact reach speak talk support
human person agent representative advisor somebody employee staff
help assist assistance support
complain complaint dissatisfied unhappy feedback
account profile registration
register signup enrol join create open
login signin log sign access
password passcode pin credentials
forgot forgotten forget reset recover
delete remove erase close deactivate
invoice bill receipt statement
discount voucher coupon code promo promotion offer sale deal reduction rebate
cheap cheaper affordable inexpensive
expensive dear
free gratis complimentary
gift present
card credit debit
instalment installment financing finance credit loan monthly
decline declined reject rejected refuse refused fail failed denied
transfer wire remit send
bank banking
currency exchange
tax vat
country abroad international overseas foreign
warranty guarantee
claim report request
expire expired expiry expiration valid validity
size fit measurement dimension
big large huge
small little tiny
long duration time
fast quick quickly rapid express soon speed
slow slowly
wait waiting
begin start
end finish stop quit
new fresh
old used secondhand
colour color shade
stock available availability inventory
spare part parts component accessory accessories
battery charge charging charger
book booking reserve reservation appointment schedule
visit come
collect pickup
install setup assemble assembly mount build configure
manual instruction instructions guide guideline
privacy data personal information details
newsletter subscription subscribe mailing
unsubscribe optout
safe secure security protect
job jobs work career vacancy hiring employment position
company business firm
student pupil
kid kids child children
woman women lady female
man men male
car vehicle auto automobile
flat apartment
trip travel journey
hotel accommodation lodging
flight plane fly
restaurant dining eat
food meal dish
weather forecast temperature rain sunny
music song track tune audio
film movie
alarm reminder
meeting appointment event
light lamp lights
loud volume louder
joke funny laugh
recipe cook cooking
news headline headlines
hello hi hey greetings
bye goodbye farewell
thanks thank grateful appreciate
allowed permitted allow permit may
possible able can
need require necessary required must
want wish like would
choose select pick decide
recommend suggest suggestion advice advise
compare difference better best
explain tell describe
show display view see
find search look locate
check verify confirm see
confirm confirmation verify
increase raise higher more
decrease reduce lower less
minimum least
maximum limit most
total sum balance
salary income wage
insurance insured insure cover coverage
doctor medical health
identity identification id passport
application apply request
problem issue trouble difficulty
question query ask
answer reply respond response
work working function works
turn switch activate enable
disable deactivate off
today tonight
tomorrow next
address residence home house
name called
meaning mean definition define
translate translation say
language speak
purpose use used using usage
often frequently regularly
age old years
heavy weight weigh
water wet waterproof rain
noise sound";
