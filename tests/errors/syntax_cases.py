"""Cases of the gallery: what is no YAML, or is other YAML than it looks like."""

from __future__ import annotations

from tests.errors.cases import HITA, Case, content, edit

SYNTAX_CASES = (
    Case(
        "lines that git could not merge",
        edit(
            HITA,
            "home_site: primary",
            "<<<<<<< HEAD\nhome_site: primary\n=======\nhome_site: remote\n>>>>>>> other",
        ),
        (
            "tenants/members/hita.yaml:10:1: hita: two people have changed these lines, and git has left both; keep what is right, and delete the lines with <<<<<<<, ======= and >>>>>>>",
        ),
        (
            "tenants/members/hita.yaml:10:1: hita: この部分は二人が別々に変更したため、gitが両方を残しています。正しい方を残し、<<<<<<<、=======、>>>>>>> の行を削除してください。",
        ),
    ),
    Case(
        "a dash before the first of several services",
        edit(HITA, "  resident_record:", "  - resident_record:"),
        (
            "tenants/members/hita.yaml:18:3: hita: begins an entry of a list with a dash, and the next line as deep begins none; write a dash before each entry, and none before fields",
        ),
        (
            "tenants/members/hita.yaml:18:3: hita: この行は「-」で一覧の項目になっていますが、同じ深さの次の行には「-」がありません。一覧であれば各項目に「-」を付け、項目名であれば「-」を取ってください。",
        ),
    ),
    Case(
        "full-width indentation",
        edit(HITA, "  resident_record:", "　resident_record:"),
        (
            "tenants/members/hita.yaml:18:1: hita: begins with a full-width space, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:18:1: hita: 行の先頭に全角空白があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "no-break spaces as indentation",
        edit(HITA, "  resident_record:", "\u00a0\u00a0resident_record:"),
        (
            "tenants/members/hita.yaml:18:1: hita: begins with a no-break space, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:18:1: hita: 行の先頭に改行禁止の空白（NBSP）があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "an em space as indentation",
        edit(HITA, "  resident_record:", "  \u2003resident_record:"),
        (
            "tenants/members/hita.yaml:18:3: hita: begins with a space of another width, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:18:3: hita: 行の先頭に幅の異なる空白があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "full-width indentation in a file that is no YAML",
        edit(HITA, "  resident_record:", "　- resident_record:\n　　- a: b: c"),
        (
            "tenants/members/hita.yaml:18:1: hita: begins with a full-width space, where only half-width spaces may stand; indent with those",
        ),
        (
            "tenants/members/hita.yaml:18:1: hita: 行の先頭に全角空白があります。半角空白で字下げしてください。",
        ),
    ),
    Case(
        "a full-width colon",
        edit(HITA, "home_site: primary", "home_site：primary"),
        ("tenants/members/hita.yaml:10:10: hita: ： is full-width here; write it half-width: :",),
        (
            "tenants/members/hita.yaml:10:10: hita: ここの「：」は全角です。半角の「:」で書いてください。",
        ),
    ),
    Case(
        "a full-width colon within braces",
        edit(HITA, "population: {count: 70685", "population: {count：70685"),
        ("tenants/members/hita.yaml:8:19: hita: ： is full-width here; write it half-width: :",),
        (
            "tenants/members/hita.yaml:8:19: hita: ここの「：」は全角です。半角の「:」で書いてください。",
        ),
    ),
    Case(
        "a full-width comma within braces",
        edit(HITA, "{count: 70685, as_of", "{count: 70685，as_of"),
        ("tenants/members/hita.yaml:8:26: hita: ， is full-width here; write it half-width: ,",),
        (
            "tenants/members/hita.yaml:8:26: hita: ここの「，」は全角です。半角の「,」で書いてください。",
        ),
    ),
    Case(
        "a quotation mark that is not closed",
        edit(HITA, 'code: "442046"', 'code: "442046'),
        (
            "tenants/members/hita.yaml:5:7: hita: opens with a quotation mark that its line does not close; close it there",
        ),
        (
            "tenants/members/hita.yaml:5:7: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
        ),
    ),
    Case(
        "a quotation mark that another one closes lines below",
        edit(HITA, "slug: hita", "slug: 'hita\ncode: '442046'\nstaff: '"),
        (
            "tenants/members/hita.yaml:4:7: hita: opens with a quotation mark that its line does not close; close it there",
        ),
        (
            "tenants/members/hita.yaml:4:7: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
        ),
    ),
    Case(
        "a quotation mark that nothing closes",
        edit(HITA, "prefecture: 大分県", "prefecture: '大分県"),
        (
            "tenants/members/hita.yaml:7:13: hita: opens with a quotation mark that its line does not close; close it there",
        ),
        (
            "tenants/members/hita.yaml:7:13: hita: ここで始まる引用符が、同じ行で閉じられていません。行末で閉じてください。",
        ),
    ),
    Case(
        "no colon",
        edit(HITA, "home_site: primary", "home_site primary"),
        (
            "tenants/members/hita.yaml:10:1: hita: has no colon and space behind the field's name; add them",
        ),
        (
            "tenants/members/hita.yaml:10:1: hita: 項目名の後に半角のコロンと空白がありません。追加してください。",
        ),
    ),
    Case(
        "two colons in a line",
        edit(HITA, "home_site: primary", "home_site: primary: remote"),
        (
            "tenants/members/hita.yaml:10:19: hita: this colon does not fit: the line is indented too far, or a text with a colon has no quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:19: hita: ここにコロンは置けません。字下げが深すぎるか、コロンを含む文字列に引用符がありません。",
        ),
    ),
    Case(
        "a line that is indented by itself",
        edit(HITA, "home_site: primary", " home_site: primary"),
        (
            "tenants/members/hita.yaml:10:2: hita: is not indented like the lines that it belongs to; compare with those",
        ),
        (
            "tenants/members/hita.yaml:10:2: hita: 字下げが前後の行とそろっていません。前後の行と見比べてください。",
        ),
    ),
    Case(
        "a sign that begins no text",
        edit(HITA, "home_site: primary", "home_site: @primary"),
        (
            "tenants/members/hita.yaml:10:12: hita: no text may begin with this sign; put it into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
        ),
    ),
    Case(
        "an asterisk before a text",
        edit(HITA, "home_site: primary", "home_site: *primary"),
        (
            "tenants/members/hita.yaml:10:12: hita: no text may begin with this sign; put it into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
        ),
    ),
    Case(
        "an asterisk alone",
        edit(HITA, "home_site: primary", "home_site: *"),
        (
            "tenants/members/hita.yaml:10:12: hita: no text may begin with this sign; put it into quotation marks",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: 文字列をこの記号で始めることはできません。引用符で囲んでください。",
        ),
    ),
    Case(
        "a backslash",
        edit(HITA, "home_site: primary", 'home_site: "C:\\primary"'),
        (
            "tenants/members/hita.yaml:10:15: hita: a backslash between double quotation marks begins a code; use single ones",
        ),
        (
            "tenants/members/hita.yaml:10:15: hita: 二重引用符の中の円記号（バックスラッシュ）は制御記号になります。一重引用符で囲んでください。",
        ),
    ),
    Case(
        "a second document",
        edit(HITA, "home_site: primary", "---\nhome_site: primary"),
        (
            "tenants/members/hita.yaml:10:1: hita: a second document begins here; one file holds one",
        ),
        (
            "tenants/members/hita.yaml:10:1: hita: ここから二つ目の文書が始まっています。一つのファイルに書ける文書は一つです。",
        ),
    ),
    Case(
        "a bracket that closes nothing",
        edit(HITA, "home_site: primary", "home_site: primary\n]"),
        (
            "tenants/members/hita.yaml:11:1: hita: is not indented like the lines that it belongs to; compare with those",
        ),
        (
            "tenants/members/hita.yaml:11:1: hita: 字下げが前後の行とそろっていません。前後の行と見比べてください。",
        ),
    ),
    Case(
        "a comma before nothing",
        edit(HITA, "home_site: primary", "home_site: [,]"),
        (
            "tenants/members/hita.yaml:10:13: hita: something is missing before this sign; compare with another file",
        ),
        (
            "tenants/members/hita.yaml:10:13: hita: この記号の前に足りないものがあります。他のファイルと見比べてください。",
        ),
    ),
    Case(
        "a list that begins beside its name",
        edit(HITA, "home_site: primary", "home_site: - primary"),
        (
            "tenants/members/hita.yaml:10:12: hita: a list cannot begin here; write each entry in a line of its own below",
        ),
        (
            "tenants/members/hita.yaml:10:12: hita: ここからリストを始めることはできません。下の行に1件ずつ書いてください。",
        ),
    ),
    Case(
        "a directive of YAML",
        content(HITA, b"%YAML 1.1\nslug: hita\n"),
        (
            "tenants/members/hita.yaml:2:1: hita: does not belong to what stands before it; compare with another file",
        ),
        (
            "tenants/members/hita.yaml:2:1: hita: 前の内容とつながっていません。他のファイルと見比べてください。",
        ),
    ),
)
