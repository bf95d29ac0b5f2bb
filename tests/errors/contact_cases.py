"""The gallery's cases of means of contact: two that do not fail together, and nobody's twice."""

from __future__ import annotations

from tests.errors.cases import HITA, USUKI, Case, edit

PARTIES = "monitoring/matrix/parties.yaml"


CONTACT_CASES = (
    Case(
        "a party that nobody can reach",
        edit(
            PARTIES,
            "    contacts:\n      - {name: 設備監視室, phone: 097-000-0201, email: watch@dc.example}\n",
            "",
        ),
        (
            "monitoring/matrix/parties.yaml:16:3: parties.dc-operator: nobody can reach it; add a contact with a telephone number and an e-mail address",
        ),
        (
            "monitoring/matrix/parties.yaml:16:3: parties.dc-operator: 連絡先がありません。電話番号とメールアドレスのある連絡先を追加してください。",
        ),
    ),
    Case(
        "a party that one broken line silences",
        edit(PARTIES, "phone: 097-000-0201, email: watch@dc.example", "phone: 097-000-0201"),
        (
            "monitoring/matrix/parties.yaml:18:5: parties.dc-operator.contacts: can be reached by telephone only, and a call that goes by one means is lost with it; add one of e-mail, webhook",
        ),
        (
            "monitoring/matrix/parties.yaml:18:5: parties.dc-operator.contacts: 連絡手段が電話しかなく、それが止まると連絡が届きません。次のいずれかを追加してください: 電子メール、自動通知",
        ),
    ),
    Case(
        "a means of contact that is none",
        edit(
            PARTIES, "email: watch@dc.example", "email: watch@dc.example, webhook: dc.example/hook"
        ),
        (
            "monitoring/matrix/parties.yaml:19:69: parties.dc-operator.contacts.0.webhook: must be an address that begins with http, got 'dc.example/hook'",
        ),
        (
            "monitoring/matrix/parties.yaml:19:69: parties.dc-operator.contacts.0.webhook: http で始まるアドレス でなければなりません（現在の値: 'dc.example/hook'）。",
        ),
    ),
    Case(
        "a municipality without a second means",
        edit(HITA, ", phone: 0973-00-0046}", "}"),
        (
            "tenants/members/hita.yaml:15:5: 日田市: contacts.0: can be reached by e-mail only, and a call that goes by one means is lost with it; add one of telephone",
        ),
        (
            "tenants/members/hita.yaml:15:5: 日田市: contacts.0: 連絡手段が電子メールしかなく、それが止まると連絡が届きません。次のいずれかを追加してください: 電話",
        ),
    ),
    Case(
        "a municipality without a section that the matrix calls",
        edit(
            HITA,
            "  - {role: business_section, name: 業務原課, email: business@hita.example, phone: 0973-00-1046}\n",
            "",
        ),
        (
            "tenants/members/hita.yaml:14:1: 日田市: contacts: there is no business_section, which the matrix calls as business-section; add it with a telephone number and an e-mail address",
        ),
        (
            "tenants/members/hita.yaml:14:1: 日田市: contacts: business_section がありません。役割分担表で business-section として連絡する相手です。電話番号とメールアドレスとともに追加してください。",
        ),
    ),
    Case(
        "a number that two parties give",
        edit(PARTIES, "097-000-0301", "0970000201"),
        (
            "monitoring/matrix/parties.yaml:27:24: parties.platform-operator.contacts.0.phone: 0970000201 is Data centre operator's as well (monitoring/matrix/parties.yaml:19:23); a call must reach one party, so give one of them another",
        ),
        (
            "monitoring/matrix/parties.yaml:27:24: parties.platform-operator.contacts.0.phone: 0970000201 はデータセンター事業者の連絡先でもあります（monitoring/matrix/parties.yaml:19:23）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
        ),
    ),
    Case(
        "an address that two municipalities give",
        edit(USUKI, "email: ict@usuki.example", "email: ICT@hita.example"),
        (
            "tenants/members/usuki.yaml:15:38: 臼杵市: contacts.0.email: ICT@hita.example is ICT section of Hita City's as well (tenants/members/hita.yaml:15:38); a call must reach one party, so give one of them another",
        ),
        (
            "tenants/members/usuki.yaml:15:38: 臼杵市: contacts.0.email: ICT@hita.example は日田市 情報主管課の連絡先でもあります（tenants/members/hita.yaml:15:38）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
        ),
    ),
    Case(
        "contacts of a party that each municipality has its own of",
        edit(
            PARTIES,
            "    each_member: ict_section\n",
            "    each_member: ict_section\n    contacts: [{name: 全団体, phone: 097-000-0999, email: all@consortium.example}]\n",
        ),
        (
            "monitoring/matrix/parties.yaml:62:5: parties.ict-section.contacts: each municipality has its own in its file, with the role ict_section; leave them out here",
        ),
        (
            "monitoring/matrix/parties.yaml:62:5: parties.ict-section.contacts: 連絡先は各団体のファイルに role が ict_section のものとして書かれています。ここからは削除してください。",
        ),
    ),
    Case(
        "the same number, as it is dialled from abroad",
        edit(PARTIES, "phone: 097-000-0201", "phone: +81-97-000-0301"),
        (
            "monitoring/matrix/parties.yaml:27:24: parties.platform-operator.contacts.0.phone: 097-000-0301 is Data centre operator's as well (monitoring/matrix/parties.yaml:19:23); a call must reach one party, so give one of them another",
        ),
        (
            "monitoring/matrix/parties.yaml:27:24: parties.platform-operator.contacts.0.phone: 097-000-0301 はデータセンター事業者の連絡先でもあります（monitoring/matrix/parties.yaml:19:23）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
        ),
    ),
    Case(
        "two parties with one desk of each municipality",
        edit(PARTIES, "each_member: business_section", "each_member: ict_section"),
        (
            "monitoring/matrix/parties.yaml:70:5: parties.business-section.each_member: ict_section is ict-section's as well (monitoring/matrix/parties.yaml:61:5); give one of them another, so that it is clear who is meant",
        ),
        (
            "monitoring/matrix/parties.yaml:70:5: parties.business-section.each_member: ict_section は ict-section のものでもあります（monitoring/matrix/parties.yaml:61:5）。誰のことか分かるよう、どちらかを変えてください。",
        ),
    ),
    Case(
        "two parties with one name",
        edit(PARTIES, "ja: 回線事業者, en: Line carrier", "ja: 回線事業者, en: platform operator"),
        (
            "monitoring/matrix/parties.yaml:43:23: parties.line-carrier.name.en: platform operator is platform-operator's as well (monitoring/matrix/parties.yaml:25:25); give one of them another, so that it is clear who is meant",
        ),
        (
            "monitoring/matrix/parties.yaml:43:23: parties.line-carrier.name.en: platform operator は platform-operator のものでもあります（monitoring/matrix/parties.yaml:25:25）。誰のことか分かるよう、どちらかを変えてください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
