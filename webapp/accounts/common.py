"""Passwords that many people use, and that are therefore the first to be guessed; all of eight characters or more."""

from __future__ import annotations

COMMON = frozenset(
    """
    00000000 0000000000 0987654321 11111111 111111111 1111111111 11223344 1122334455 123123123 123321123 12341234
    12345678 123456789 1234567890 12345678910 123456789a 123456789q 12345678a 1234567a 123456aa 123456ab 123456abc
    123456qwe 12345qwert 1234abcd 1234qwer 123654789 123abc123 123qweasd 123qweasdzxc 12qwaszx 147258369 159753123
    1a2b3c4d 1password 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc 22222222 55555555 66666666 741852963 77777777
    789456123 87654321 88888888 987654321 99999999 a1234567 a12345678 a123456789 a1b2c3d4 aa123456 aaaaaaaa
    abc12345 abc123456 abcd1234 abcdefg1 abcdefgh access123 access14 admin123 admin1234 admin12345 adminadmin
    administrator alexande alexander alexander1 america1 andrea12 andrew12 angel123 angels12 anthony1 arsenal1
    asd123456 asdf1234 asdfasdf asdfghjk asdfghjkl ashley12 asshole1 australia autumn2025 autumn2026 azerty123
    azerty12345 azertyui azertyuiop babygirl babygirl1 banana12 banana123 barcelona baseball baseball1 basketball
    batman123 beautiful benjamin benjamin1 bitch123 blink182 brittany butterfly butterfly1 canada123 caroline
    changeme changeme1 changeme123 charlie1 cheese12 cheese123 chelsea1 chocolate chocolate1 christin christopher
    computer computer1 contrasena contraseña cookie12 cookie123 corvette cowboys1 creative cristina daniel12
    daniel123 danielle danielle1 december default1 deutschland developer developer1 dolphins dragon12 dragon123
    elephant elizabeth eminem12 facebook facebook1 february fernando ferrari1 flower12 flower123 football
    football1 forever1 fortnite francisco franklin freedom1 freedom123 friday123 fuckyou1 gabriela gamer123
    garfield germany1 ginger12 ginger123 google123 guest123 guestguest hallo123 hallo1234 haslo123 hello123
    hello1234 hellohello hunter12 hunter123 ihateyou iloveyou iloveyou1 iloveyou2 instagram internet internet1
    isabella jackson1 january1 jasmine1 java1234 javascript jennifer jessica1 jonathan jordan23 joshua12 juventus
    kimberly lakers24 lauren12 learning1 learning123 letmein! letmein1 letmein123 linkedin linux123 liverpool
    liverpool1 london12 london123 lovelove loveyou1 lozinka1 marina12 master12 master123 matrix123 matthew1
    maverick melissa1 mercedes metallica michael1 michelle microsoft midnight midnight1 milepost milepost1
    minecraft minecraft1 monday123 monkey12 monkey123 montana1 motdepasse mypassword mypassword1 naruto123
    newpassword newyork1 nicholas1 nintendo nirvana1 november october1 orange12 orange123 p@ssw0rd p@ssw0rd1
    p@ssword pa55w0rd pa55word parola123 pass1234 pass12345 passpass passw0rd passw0rd1 passw0rd123 password
    password! password1 password1! password12 password123 password123! password1234 password2024 password2025
    password2026 password@123 passwort passwort1 passwort123 patricia patrick1 patriots peanut12 peanut123
    pepper12 pepper123 playstation pokemon1 pokemon123 porsche1 princess princess1 programmer purple12 purple123
    python123 q1w2e3r4 q1w2e3r4t5 qazwsx123 qazwsxedc qwe123456 qweasdzxc qwer1234 qwer12345 qwerty12 qwerty123
    qwerty1234 qwerty12345 qwertyqwerty qwertyui qwertyuiop rachel12 rebecca1 redskins richard1 roadmap1
    roadmap123 robert12 roblox123 root1234 rootroot salasana samantha samantha1 samsung1 samsung123 schalke04
    schatz123 scorpion sebastian secret12 secret123 senha123 senha1234 september shadow12 shadow123 slipknot
    snapchat snoopy12 spiderman spring2025 spring2026 starwars starwars1 steelers stephanie summer12 summer123
    summer2024 summer2025 summer2026 sunshine sunshine1 superman superman1 test1234 test12345 testing1 testing123
    testtest thomas12 thomas123 thunder1 tigger12 tigger123 tinkerbell toor1234 trustno1 twitter1 ubuntu12
    user1234 username valentina veronica victoria victoria1 vincent1 wachtwoord welcome1 welcome12 welcome123
    welcome2025 welcome2026 whatever whatever1 whatsapp william1 windows10 windows11 winter123 winter2025
    winter2026 yankees1 youtube1 zaq12wsx zxcvasdf zxcvbnm, zxcvbnm1 zxcvbnm123
    """.split()
)
