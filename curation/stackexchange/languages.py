"""Programming languages by the tags of a question."""

from __future__ import annotations

from collections.abc import Iterable

_TAGS = {
    tag: language
    for language, tags in {
        "apex": "apex apex-code",
        "applescript": "applescript",
        "arduino": "arduino arduino-ide arduino-c++",
        "bash": "bash shell sh zsh shell-script",
        "c": "c c89 c99 c11 embedded-c",
        "clojure": "clojure",
        "cpp": "c++ c++03 c++11 c++14 c++17 c++20 c++23",
        "csharp": "c# .net asp.net asp.net-mvc unity3d linq",
        "css": "css css3 sass scss",
        "dart": "dart flutter",
        "elixir": "elixir",
        "elisp": "elisp emacs-lisp",
        "erlang": "erlang",
        "fortran": "fortran fortran90",
        "fsharp": "f#",
        "go": "go",
        "groovy": "groovy",
        "haskell": "haskell",
        "html": "html html5",
        "java": "java java-8 spring spring-boot android-studio",
        "javascript": "javascript jquery node.js reactjs ecmascript-6 angularjs vue.js",
        "julia": "julia",
        "kotlin": "kotlin",
        "tex": "latex tex xetex luatex tikz-pgf",
        "lisp": "lisp common-lisp",
        "lua": "lua",
        "mathematica": "wolfram-mathematica wolfram-language mathematica",
        "matlab": "matlab octave",
        "objectivec": "objective-c",
        "ocaml": "ocaml",
        "pascal": "pascal delphi",
        "perl": "perl",
        "php": "php laravel wordpress",
        "powershell": "powershell",
        "prolog": "prolog",
        "python": "python python-2.7 python-3.x django numpy pandas matplotlib flask scipy qiskit cirq",
        "qsharp": "q#",
        "r": "r ggplot2 dplyr shiny",
        "ruby": "ruby ruby-on-rails",
        "rust": "rust",
        "scala": "scala",
        "scheme": "scheme racket",
        "solidity": "solidity",
        "sql": "sql mysql postgresql sqlite sql-server t-sql tsql oracle plsql",
        "swift": "swift swiftui",
        "typescript": "typescript angular",
        "vba": "vba excel-vba",
        "vbnet": "vb.net",
        "verilog": "verilog system-verilog",
        "vhdl": "vhdl",
        "vim": "vim vimscript",
        "xml": "xml",
        "yaml": "yaml",
    }.items()
    for tag in tags.split()
}


def tag_language(tags: Iterable[str]) -> str:
    """The language that a question's tags name, if they name a single one; else empty. It is how the sites
    themselves choose the colours of code (https://stackoverflow.com/editing-help#syntax-highlighting).
    """
    found = {_TAGS[tag] for tag in tags if tag in _TAGS}
    return found.pop() if len(found) == 1 else ""
