"""What is taken for something personal, and what only looks like it."""

import pytest

from curation.pii.numbers import luhn, mod97
from curation.pii.replacing import KINDS, find_pii, replace_pii
from curation.pii.secrets import entropy

# Made up for these tests: the form is right, and nobody has them.
AWS = "AKIA" + "QZ7LMN3RT5VXY2WB"
GITHUB = "ghp_" + "a8Xk2mQ9rT4vW7yZ1bC3dE5fG6hJ0kLnPqRs"
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiI4NDYxIn0.Qm9tYmF5LXJvb2YtMTg0Ng"
SLACK = "xoxb-" + "7719203847-kQ2mZx81LpRw"
RSA = f"-----BEGIN RSA PRIVATE KEY-----\n{'MIIEpQIBAAKCAQEA3Tz2mr7SZ' * 6}\n-----END RSA PRIVATE KEY-----"

FOUND = {
    "email": [
        "keeper@lighthouse.is",
        "Jon.Jonsson+oil@mail.north-rock.co.uk",
        "a_b%c@x1.org",
        "<me@lamp.org>",
        "mailto:me@lamp.org",
        "*me@lamp.org*",
        "'me@lamp.org'",
        "me@lamp.org.",
        "https://user:me@lamp.org/x",
        "(me@lamp.org)",
        "me@lamp.org, you@lamp.org",
    ],
    "ip": [
        "from 81.174.93.12 at noon",
        "http://81.174.93.12/",
        "81.174.93.12:8080",
        "(81.174.93.12)",
        "81.174.93.12.",
        "2a02:8108:8ac0:5f3::1a2b",
        "2001:16a2:4e2a:ac19:2439:c8c4:c875:938",
    ],
    "phone": [
        "+44 20 7946 0018",
        "+44 (0)20 7946 0018",
        "+354 545 1000",
        "+33 1 44 51 32 34",
        "+1 312 744-8000",
        "+1-312-744-8000",
        "(312) 744-8000",
        "312-744-8000",
        "312.744.8000",
        "Tel. 030 2093 5000",
        "Phone: 545 10 00",
        "☎ 01 44 51 32 34",
        "fax: 555 12 34",
        "+8225551234567"[:12],
        "tel:+13127448000",
    ],
    "key": [
        AWS,
        GITHUB,
        JWT,
        SLACK,
        RSA,
        f"key={AWS}",
        "AIza" + "SyB7qW2eR4tY6uI8oP0aS1dF3gH5jK7lZ9x",
        'api_key = "9f8Kq2LmZx7Rw4Tn6Vb1"',
        "password: hT7kQ2mZx81LpRw9",
        "client_secret='q8Zx7Rw4Tn6Vb1Lm2K'",
        '"token": "c3f1a9e87b2d4056af91"',
    ],
    "card": ["4539 5787 6362 1486", "4539578763621486", "5425-2334-3010-9903", "3782 822463 10005"],
    "iban": [
        "DE89 3704 0044 0532 0130 00",
        "GB82WEST12345698765432",
        "FR14 2004 1010 0505 0001 3M02 606",
        "NO93 8601 1117 947 and",
    ],
    "ssn": ["SSN: 219-09-9998", "his Social Security number is 219-09-9998"],
}
NOT_FOUND = [
    # Names for examples, files, programs, and what has an @ in it.
    "someone@example.com",
    "me@sub.example.org",
    "a@b.test",
    "you@yourdomain.com",
    "icon@2x.png",
    "git@github.com:a/b",
    "@keeper",
    "user@host",
    "12345@N00",
    "me @ lamp.org",
    "x@y",
    "@app.get('/x')",
    "see me@ lamp",
    # Private and reserved addresses, resolvers, networks, versions, numbers of sections, times.
    "192.168.1.1",
    "10.0.0.7",
    "127.0.0.1",
    "8.8.8.8",
    "256.1.1.1",
    "81.174.93.0/24",
    "version 81.174.93.12",
    "v4.0.30.319",
    "Chrome/58.0.30.110",
    "firmware 21.40.50.60",
    "§ 21.40.50.60",
    "3.2.1.10 The tower",
    "1.3.6.1.4.1.311",
    "2001:db8::1",
    "fe80::1",
    "12:34:56",
    "std::vector",
    "dead::beef",
    "::1",
    "1.2.3",
    "01.02.03.04",
    # Dates, years, sums, coordinates, books, scores, and numbers of companies.
    "2019-12-31",
    "1846–1988",
    "1984-2005",
    "48.8566, 2.3522",
    "+48.8566",
    "ISBN 978-0-306-40615-7",
    "ISSN 0317-8471",
    "$312-744-8000",
    "+1.2345678901",
    "1,234,567,890",
    "3.14159265358979",
    "555-1234",
    "+12",
    "+1 800 872 7245",
    "Phone: 1999-12-31",
    "phone 1876–1877",
    "123-456-7890",
    "112-744-8000",
    "2 312 744 8000 123",
    "20120104123456",
    "tel: 12",
    "tower 312 7448000",
    "the years 1914 1918 1939 1945",
    # What is named a key and is none, and no key at all.
    "password: correcthorsebattery",
    "api_key = YOUR_API_KEY_GOES_HERE1",
    "token=xxxxxxxxxxxxxxxxxxxx",
    "token: 12345678901234567890",
    "AKIAIOSFODNN7EXAMPLE",
    "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----",
    "-----BEGIN RSA PRIVATE KEY-----",
    "-----BEGIN CERTIFICATE-----\nMIIE\n-----END CERTIFICATE-----",
    "sk-learn-is-a-library-for-machine-learning",
    "secret = getSecretFromTheVault()",
    "https://www.example.org/keys/that-are-long-enough-1234",
    "monkey=ab12cd34ef56gh78ij90",
    "the key: 0123",
    # Wrong check digits, no network, too uniform.
    "4539 5787 6362 1487",
    "4539578763621487",
    "9999 9999 9999 9995",
    "0000000000000000",
    "4444 4444 4444 4448",
    "DE89 3704 0044 0532 0130 01",
    "DE89 3704 0044",
    "XX89 3704 0044 0532 0130 00",
    "1234567812345678",
    "part 219-09-9998",
    "SSN 000-12-3456",
    "SSN 666-12-3456",
    "SSN 219-00-9998",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FOUND.items() for text in texts])
def test_found(kind, text):
    assert {finding.kind for finding in find_pii(text)} == {kind}


@pytest.mark.parametrize("text", NOT_FOUND)
def test_not_found(text):
    assert [text[found.start : found.end] for found in find_pii(text)] == []


def test_every_kind_has_examples():
    assert set(FOUND) == set(KINDS)


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        (
            "Write to me@lamp.org, or call +1 312 744-8000. 24 hours.",
            "Write to <EMAIL>, or call <PHONE>. 24 hours.",
        ),
        ("http://81.174.93.12:80/x", "http://<IP>:80/x"),
        ('{"api_key": "9f8Kq2LmZx7Rw4Tn6Vb1"}', '{"api_key": "<KEY>"}'),
        (f"before\n{RSA}\nafter", "before\n<KEY>\nafter"),
        ("IBAN DE89 3704 0044 0532 0130 00 or so", "IBAN <IBAN> or so"),
        ("NO93 8601 1117 947 and", "<IBAN> and"),
        ("[keeper@lighthouse.is](mailto:keeper@lighthouse.is)", "[<EMAIL>](mailto:<EMAIL>)"),
        ("| 4539 5787 6362 1486 |", "| <CARD> |"),
        ("☎ +33 1 44 51 32 34 9-17 h", "☎ <PHONE> 9-17 h"),
        ("+44 20 7946 0018 (312) 744-8000", "<PHONE> <PHONE>"),
        ("nothing here", "nothing here"),
        ("", ""),
    ],
)
def test_replaced(text, clean):
    assert replace_pii(text)[0] == clean


def test_counts_are_by_kind():
    text = "me@lamp.org you@lamp.org +44 20 7946 0018"
    assert replace_pii(text)[1] == {"email": 2, "phone": 1}
    assert replace_pii(text, ["phone"]) == ("me@lamp.org you@lamp.org <PHONE>", {"phone": 1})
    assert replace_pii(text, []) == (text, {})


def test_check_digits():
    assert luhn("79927398713") and not luhn("79927398710")
    assert mod97("GB82WEST12345698765432") and not mod97("GB83WEST12345698765432")


def test_entropy():
    assert entropy("aaaa") == 0
    assert entropy("abcd") == 2
