import Experiments
import Foundation
import TestSupport
import Testing

@Suite struct CurveTableTests {
  private static func curves(
    _ text: String, paths: [String] = ["slide"]
  ) throws -> [RecordedCurve] {
    try CurveTable.curves(in: Array(text.utf8), file: "mine.csv", paths: paths)
  }

  private static func curve(
    _ object: String, _ loss: String, _ runs: [[Double]], path: String = "slide"
  ) -> RecordedCurve {
    RecordedCurve(object: object, path: path, loss: loss, runs: runs, source: "mine.csv")
  }

  @Test func rowsAndColumnsMayStandInAnyOrder() throws {
    let table = "object,step,loss,value\nlarge,0,a,1\nlarge,1,a,2.5\nsmall,0,a,3\nsmall,1,a,-4e-3\n"
    let expected = [
      Self.curve("large", "a", [[1, 2.5]]), Self.curve("small", "a", [[3, -0.004]]),
    ]
    #expect(try Self.curves(table) == expected)
    let shuffled =
      "value;note;loss;step;object\n2.5;x;a;1;large\n1;;a;0;large\n\n-4e-3;;a;1;small\n3;;a;0;small"
    #expect(try Self.curves(shuffled) == expected)
    // As spreadsheets write it.
    let windows = "\u{FEFF}" + table.replacingOccurrences(of: "\n", with: "\r\n")
    #expect(try Self.curves(windows) == expected)
  }

  @Test func quotedCellsKeepCommasAndQuotes() throws {
    let table = "object,step,loss,value\n\"a, b\",0,\"my \"\"own\"\"\",1\n"
    #expect(try Self.curves(table) == [Self.curve("a, b", "my \"own\"", [[1]])])
  }

  @Test func pathAndRunTellCurvesAndSeedsApart() throws {
    let table = """
      object,path,run,step,loss,value
      a,grow,0,0,x,0
      a,grow,0,1,x,1
      a,speckle,1,0,x,4
      a,speckle,1,1,x,5
      a,speckle,0,0,x,2
      a,speckle,0,1,x,3
      """
    #expect(
      try Self.curves(table, paths: ["grow", "speckle"]) == [
        Self.curve("a", "x", [[0, 1]], path: "grow"),
        Self.curve("a", "x", [[2, 3], [4, 5]], path: "speckle"),
      ])
  }

  /// Tables that are refused, and what the message must say.
  @Test(arguments: [
    ("", "no column"), ("object,step,loss\na,0,b", "'value'"),
    ("step,loss,value\n0,a,1", "'object'"),
    ("object,step,loss,value\na,x,b,1", "line 2, column 2: the step is 'x'"),
    ("object,step,loss,value\na,-1,b,1", "the step is '-1'"),
    ("object,step,loss,value\na,0,b,1\na,1,b,one", "line 3, column 4: the value is 'one'"),
    ("object,step,loss,value\na,0,b,nan", "finite"),
    ("object,step,loss,value\na,0,b,inf", "finite"),
    ("object,step,loss,value\na,0,b,", "the value is ''"), ("object,step,loss,value\na,0", "loss"),
    ("object,step,loss,value\n,0,b,1", "the object is empty"),
    (
      "object,step,loss,value\na,0,b,1\na,0,b,2",
      "line 3, column 2: step 0 of this curve is there twice"
    ),
    ("object,step,loss,value\na,0,b,1\na,2,b,2", "no value for step 1"),
    ("object,step,loss,value,run\na,0,b,1,first", "the run is 'first'"),
    ("object,step,loss,value\na,0,\"b\"c,1", "line 2, column 3: there is more after the quotes"),
    ("object,step,loss,value\na,0,\"b,1\n", "column 3: the quotes that open are not closed"),
    ("object,step,loss,value\na,0,b,1,2", "line 2, column 5: there are 5 cells under 4 headings"),
    ("object,step,loss,Value,value\na,0,b,1,1", "line 1, column 5: the column 'value' is there"),
    ("object,step,loss,value\n", "no rows"), ("object,step,loss,value\n,,,\n", "no rows"),
    (
      "object,step,loss,value,note\na,0,b,1,\"c\nd\"\na,0.5,b,1,",
      "line 4, column 2: the step is '0.5'"
    ), ("object,step,loss,value\n\"a\nb\",0,b,1", "line 2, column 1: the object has characters"),
  ])
  func otherTableIsRefused(table: String, words: String) {
    let error = #expect(throws: RecordedCurveError.self) { try Self.curves(table) }
    let message = error?.description ?? ""
    #expect(message.contains("mine.csv") && message.contains(words), "\(message)")
  }

  @Test func headingsAndNumbersMayBeWrittenAsSpreadsheetsDo() throws {
    let table = "Object,STEP, Loss ,value,path\na,0.0,x,1,\na,1.0,x,2,\n"
    let expected = [Self.curve("a", "x", [[1, 2]])]
    #expect(try Self.curves(table) == expected)
    for encoding in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let bytes = try #require(("\u{FEFF}" + table).data(using: encoding))
      #expect(
        try CurveTable.curves(in: Array(bytes), file: "mine.csv", paths: ["slide"]) == expected)
    }
  }

  @Test func bytesThatAreNoTextAreRefusedWithTheirLine() {
    let bytes = Array("object,step,loss,value\na,0,".utf8) + [0xE9] + Array(",1\n".utf8)
    let error = #expect(throws: RecordedCurveError.self) {
      try CurveTable.curves(in: bytes, file: "mine.csv", paths: ["slide"])
    }
    #expect(error?.description.contains("mine.csv, line 2: it is not text in UTF-8") == true)
  }

  @Test func emptyPathIsNoPathWhereThereAreSeveral() {
    let error = #expect(throws: RecordedCurveError.self) {
      try Self.curves("object,step,loss,value,path\na,0,b,1,", paths: ["grow", "shift"])
    }
    #expect(error?.description.contains("line 2, column 5: the path is empty") == true)
  }

  @Test func severalPathsNeedAColumnOfTheirs() {
    let error = #expect(throws: RecordedCurveError.self) {
      try Self.curves("object,step,loss,value\na,0,b,1", paths: ["grow", "shift"])
    }
    #expect(error == .missingColumn("path", file: "mine.csv"))
  }

  // MARK: In an experiment

  private static func run(_ table: String) throws -> ExperimentResult {
    try withTemporaryFolder { folder in
      let file = folder.appendingPathComponent("mine.csv")
      try Data(table.utf8).write(to: file)
      var configuration = ExternalLossTests.configuration
      configuration.curves = [file.path]
      return try Experiment(configuration, registries: .standard).run()
    }
  }

  private static let header = "object,step,loss,value\n"

  private static func rows(_ object: String, _ loss: String, _ values: [Double]) -> String {
    values.enumerated().map { "\(object),\($0),\(loss),\($1)\n" }.joined()
  }

  @Test func recordedCurveStandsBesideOurs() throws {
    let result = try Self.run(
      Self.header + Self.rows("large", "mine", [0, 1, 2, 1.5, 3])
        + Self.rows("small", "mine", [0, 1, 2, 3, 4]))
    for scene in result.scenes {
      let curve = try #require(scene.curves.last)
      #expect(curve.key == "mine" && curve.loss == nil && curve.family == nil && curve.band == nil)
    }
    #expect(result.scenes[0].curves.last?.monotonicity.violations == [3])
    #expect(result.scenes[1].curves.last?.monotonicity.verdict == .strictlyIncreasing)
    // It counts in claim 1, and is one of the others in claim 2.
    #expect(result.claims[0].claims[0].evidence[1].contains("mine (not monotone, first at step 3"))
    #expect(result.claims[0].claims[4].evidence[1].contains("mine"))
  }

  @Test func curveOfOneObjectAloneIsShown() throws {
    let result = try Self.run(Self.header + Self.rows("small", "mine", [0, 1, 2, 3, 4]))
    #expect(result.scenes.map { $0.curves.map(\.key).contains("mine") } == [false, true])
    let table = Report(result).verdictTable()
    let line = table.split(separator: "\n").first { $0.hasPrefix("mine") }
    #expect(line?.contains("–") == true && line?.contains("strictly increasing") == true)
  }

  @Test func curveThatDoesNotFitIsRefused() {
    let cases = [
      (Self.rows("large", "mine", [0, 1, 2]), "3 values on the object 'large'; expected 5"),
      (Self.rows("middle", "mine", [0, 1, 2, 3, 4]), "it has large along slide"),
      (Self.rows("large", "focal", [0, 1, 2, 3, 4]), "'focal' is there twice"),
    ]
    for (rows, words) in cases {
      let error = #expect(throws: RecordedCurveError.self) { try Self.run(Self.header + rows) }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }
}
