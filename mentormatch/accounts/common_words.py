"""Words that passwords are lazily made of, in the languages of the program and beyond.

Written for this program: what people put into passwords when they are asked for one (the word
itself, greetings, names, animals, sports, months, places, keyboards), not a copy of any list.
"""

_ENGLISH = """
    password passwort passcode passphrase pass word secret login logon admin administrator root user
    username guest test tester testing demo default changeme change letmein welcome hello goodbye
    enter access open master super system server account private internet computer laptop phone
    mobile security secure office work company business manager boss team mentor mentoring match
    mentormatch coach coaching career counselor quiz school college university student teacher
    love lover iloveyou loveyou forever baby babygirl angel princess prince queen king family mother
    father daddy mommy sister brother friend friends happy smile sunshine sunny flower rose lovely
    sweet sugar honey cookie chocolate candy cheese coffee banana orange apple cherry pepper ginger
    dragon monkey tiger lion eagle falcon wolf bear panther shadow ninja pirate warrior knight hunter
    killer hacker matrix phoenix wizard magic merlin gandalf pokemon batman superman spiderman
    starwars football baseball basketball hockey soccer golf tennis liverpool arsenal chelsea
    barcelona madrid ferrari porsche mercedes yamaha harley diamond gold golden silver purple blue
    red green yellow black white orange pink summer winter spring autumn monday tuesday wednesday
    thursday friday saturday sunday january february march april may june july august september
    october november december london paris america canada england france freedom liberty trust
    nothing whatever something anything please thanks money dollar million lucky lucky7 cool hot
    michael jordan michelle jennifer jessica ashley amanda nicole daniel thomas robert charlie
    andrew george william matthew joshua anthony david james john peter martin maria anna laura
    the my is your our mine this that and for you me new old big one two three hundred
"""

_FRENCH = """
    motdepasse mot de passe secret bonjour bonsoir salut bienvenue coucou merci soleil lune etoile
    amour jetaime chouchou doudou cheri cherie bebe maman papa famille frere soeur copain copine ami
    amis amie bisous coeur ange princesse reine roi chat chaton chien lapin cheval loup lion tigre
    dauphin papillon oiseau fleur rose marguerite violette chocolat bonbon fraise cerise pomme
    banane citron vanille caramel cafe voiture moto camion maison jardin ecole lycee college
    universite travail bureau entreprise ordinateur internet telephone administrateur utilisateur
    compte acces ouvrir sesame entrer changer changezmoi provisoire nouveau azerty azertyuiop
    football rugby tennis marseille lyon paris france bretagne corse toulouse bordeaux lille nantes
    nice allez olympique printemps automne hiver vacances noel janvier fevrier mars avril mai juin
    juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi vendredi samedi
    dimanche nicolas julien alexandre thomas camille marine pauline julie sophie marie isabelle
    nathalie sandrine laurent philippe pierre jean michel mentorat conseiller conseillere carriere
    liberte egalite fraternite bonheur chance gagnant toujours jamais rien je suis mon ma mes le la les un
    une et est avec pour toi moi vous nous
"""

_ARABIC = """
    marhaba ahlan salam salama salaam habibi habibti hayati omri albi amira malak noor nour shams
    amar qamar warda yasmine yasmin mohammed mohamed muhammad mohammad ahmed ahmad mahmoud ali omar
    hassan hussein ibrahim youssef yousef khaled abdallah abdullah fatima fatma aisha maryam mariam
    khadija zeinab sara sarah layla leila allah alhamdulillah bismillah inshallah mashallah ramadan
    masr misr algerie algeria maroc morocco tunisie tunisia liban lebanon syria iraq dubai cairo
    casablanca arabia kalima sirr murshid irshad kalimatmurur
    مرحبا اهلا سلام السلام عليكم حبيبي حبيبتي حياتي قلبي محمد احمد فاطمة الله بسم الحمد لله رمضان
    كلمة المرور كلمةالمرور سر سري شمس قمر وردة امي ابي مدير مرشد ارشاد مصر الجزائر المغرب تونس
"""

COMMON_WORDS: frozenset[str] = frozenset(f"{_ENGLISH} {_FRENCH} {_ARABIC}".split())

# Rows of keyboards, digits and letters: what fingers find without a thought.
RUNS: tuple[str, ...] = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn,;:!",
    "qwertzuiop",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "qazwsxedcrfvtgbyhnujm",
    "aqwzsxedcrfvtgbyhnujikolpm",
    "a1z2e3r4t5y6u7i8o9p0",
    "!@#$%^&*()_+",
    "&é\"'(-è_çà)=",
    "ضصثقفغعهخحجد",
    "شسيبلاتنمكط",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
)
