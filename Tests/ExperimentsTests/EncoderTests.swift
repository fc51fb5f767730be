import Documents
import Experiments
import TestSupport
import Testing
import Texts

/// Names and messages are shown as they are by every format, and are markup, formulas and orders to a
/// terminal in none.
@Suite struct EncoderTests {
  @Test(arguments: [
    ("a|b", "| a\\|b |"), ("a\\|b", "| a\\\\\\|b |"), ("a\\\\|b", "| a\\\\\\|b |"),
  ])
  func cellsOfMarkdownHaveNoBars(cell: String, row: String) {
    #expect(Markdown.row([cell]) == row)
  }

  @Test(arguments: [
    ("<img src=x>", "\\<img src=x>"), ("\\<b>", "\\\\\\<b>"),
    ("`<b>` <i>", "`<b>` \\<i>"), ("``a`<b>`` <i>", "``a`<b>`` \\<i>"),
    ("a` <b>", "a` \\<b>"), ("\\`<b>`", "\\`\\<b>`"),
    ("[x](http://example.org)", "[x]\\(http://example.org)"),
    ("one\ntwo", "one two"), ("[0, 1] (a)", "[0, 1] (a)"),
    ("![x](http://example.org/x.png)\n", "![x]\\(http://example.org/x.png) "),
  ])
  func linesOfMarkdownAreText(line: String, expected: String) {
    #expect(Markdown.document([line]) == expected)
  }

  @Test func figuresAndCodeOfMarkdownStay() {
    let figure = Markdown.figure("Loss against step", file: "figure-a.svg")
    #expect(Markdown.document([figure]) == "![Loss against step](figure-a.svg)\n")
    let code = Markdown.code("name: '```'\nx: <b>", language: "yaml")
    #expect(Markdown.document(code + ["<i>"]) == "````yaml\nname: '```'\nx: <b>\n````\n\\<i>")
  }

  @Test(arguments: [
    ("=1+1", "\"'=1+1\""), ("@sum", "\"'@sum\""), ("+a", "\"'+a\""), ("-a", "\"'-a\""),
    ("＝1", "\"'＝1\""), ("\tq", "\"'\tq\""), ("-1.5", "-1.5"), ("+2e-3", "+2e-3"), ("-inf", "-inf"),
    ("a\rb", "\"a\rb\""), ("it's", "it's"), ("a=b", "a=b"), ("\"", "\"\"\"\""),
  ])
  func cellsOfTablesAreNoFormulas(cell: String, expected: String) {
    #expect(CSV.table([cell], []) == .init("\(expected)\n".utf8))
  }

  @Test func namesThatLookLikeFormulasComeBack() throws {
    let names = ["=x", "@y", "'z", "-w", "'"]
    let rows = names.map { ["object", "0", $0, "-1"] }
    let table = CSV.table(["object", "step", "loss", "value"], rows)
    let curves = try CurveTable.curves(in: Array(table), file: "table", paths: ["slide"])
    #expect(curves.map(\.loss) == names)
    #expect(curves.map(\.runs) == names.map { _ in [[-1]] })
  }

  @Test func terminalsAreGivenNoOrders() {
    #expect(
      printable("a\u{1B}[31mb\u{202E}c\u{9B}d\u{E0001}")
        == "a\\u001b[31mb\\u202ec\\u009bd\\udb40\\udc01")
    #expect(printable("größer\tals\n\u{915}\u{200D}👍") == "größer\tals\n\u{915}\u{200D}👍")
    #expect(oneLine("a\nb\u{202E}c\r\u{2028}d") == "a b\\u202ec d")
  }

  @Test(arguments: ["a\nb", "a\u{202E}b", "\u{1B}[31m", "", "\t"])
  func whatCannotBeSeenIsNoName(name: String) {
    var configuration = ExperimentConfiguration()
    configuration.objects[0].name = name
    #expect(throws: ConfigurationError.self) { try configuration.validate(for: .standard) }
    configuration = ExperimentConfiguration()
    configuration.external = [ExternalLoss(name: name, command: "cat")]
    #expect(throws: ConfigurationError.self) { try configuration.validate(for: .standard) }
    configuration = ExperimentConfiguration()
    configuration.recorded = [RecordedCurve(object: "small", path: "slide", loss: name, runs: [])]
    #expect(throws: ConfigurationError.self) { try configuration.validate(for: .standard) }
  }
}
