import Documents
import Experiments
import Foundation
import Losses
import LongRuns
import Studies
import TestSupport
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// What is written of an audit, and losses of other processes.
@Suite struct AuditStudyTests {
  private static func audit(_ change: (inout AuditConfiguration) -> Void) throws -> Audit {
    var configuration = AuditConfiguration()
    change(&configuration)
    let study = try AuditStudy(configuration, registries: .standard)
    return try study.result((0..<study.cellCount).map { try study.outcome(ofCell: $0) })
  }

  private static func small() throws -> Audit {
    try audit {
      $0.losses = [
        LossSelection("dice"), LossSelection("tversky", parameters: ["alpha": [0.1, 0.9]]),
        LossSelection("cl-dice"),
      ]
      $0.checks = ["zero-at-truth", "soft-labels", "scale"]
    }
  }

  @Test func everyOutputHasEveryAnswer() throws {
    let audit = try Self.small()
    #expect(
      audit.losses.map(\.key) == ["dice", "tversky[alpha=0.1]", "tversky[alpha=0.9]", "cl-dice"])
    let verdicts = audit.losses.flatMap { $0.judgements.map(\.verdict) }
    #expect(Set(verdicts) == [.passed, .failed, .found, .notApplicable])
    let table = String(decoding: try #require(audit.tables().first).content, as: UTF8.self)
    #expect(table.split(separator: "\n").count == 1 + verdicts.count)
    let markdown = try audit.markdown(figures: [])
    #expect(markdown.contains("| `dice` | ✓ | ✗ | ● |"))
    #expect(
      markdown.contains(
        "`reproduce-figure audit tversky --parameter tversky.alpha=0.9 --checks soft-labels`"))
    #expect(audit.summary().contains("1 zero-at-truth, 2 soft-labels, 3 scale"))
    let read = try JSONDecoder().decode(Audit.self, from: audit.json())
    #expect(read == audit)
  }

  @Test func requirementsNameLossAndCheck() throws {
    let audit = try Self.small()
    #expect(audit.violations(of: ["zero-at-truth"]).isEmpty)
    let violations = audit.violations(of: ["soft-labels", "scale"])
    #expect(violations.count == 5)
    #expect(violations[0].hasPrefix("dice fails soft-labels: "))
    #expect(violations.contains { $0.hasPrefix("cl-dice cannot be asked scale: ") })
  }

  @Test func mistakesAreNamed() throws {
    func study(_ change: (inout AuditConfiguration) -> Void) throws {
      var configuration = AuditConfiguration()
      configuration.losses = [LossSelection("dice")]
      change(&configuration)
      _ = try AuditStudy(configuration, registries: .standard)
    }
    #expect(throws: AuditError.unknownCheck("finit", nearest: "finite")) {
      try study { $0.checks = ["finit"] }
    }
    #expect(throws: AuditError.repeatedCheck("finite")) {
      try study { $0.checks = ["finite", "finite"] }
    }
    #expect(throws: AuditError.nothingToAudit("losses")) { try study { $0.losses = [] } }
    #expect(throws: ConfigurationError.duplicateName("dice")) {
      try study { $0.external = [ExternalLoss(name: "dice", command: "cat")] }
    }
  }

  @Test func cellsAreTheirOwn() throws {
    var configuration = AuditConfiguration()
    configuration.losses = [LossSelection("dice"), LossSelection("focal")]
    configuration.checks = ["repeats", "exchange"]
    let study = try AuditStudy(configuration, registries: .standard)
    let cell = try study.outcome(ofCell: 2)
    #expect(study.accepts(cell, ofCell: 2))
    #expect(!study.accepts(cell, ofCell: 0) && !study.accepts(cell, ofCell: 3))
  }

  /// One process answers all checks, and what it cannot do is no fault of it.
  @Test func aLossOfAnotherProcessIsStartedOnce() throws {
    try withTemporaryFolder { folder in
      let starts = folder.appendingPathComponent("starts").path
      let audit = try Self.audit {
        $0.external = [
          ExternalLoss(
            name: "constant",
            command: "echo started >> '\(starts)'; while read -r line; do echo 0.5; done")
        ]
        $0.checks = ["repeats", "zero-at-truth", "gradient", "item-order"]
      }
      #expect(
        audit.losses[0].judgements.map(\.verdict) == [.passed, .found, .notApplicable, .passed])
      #expect(audit.losses[0].arguments.hasPrefix("--external 'constant=echo started"))
      #expect(try String(contentsOfFile: starts, encoding: .utf8) == "started\n")
    }
  }

  /// A process that breaks down fails the check at which it does, and no other.
  @Test func aProcessThatBreaksDownFailsOneCheck() throws {
    try withTemporaryFolder { folder in
      let counter = folder.appendingPathComponent("counter").path
      // The third value of the first process is none.
      let command = """
        if [ -e '\(counter)' ]; then n=100; else n=0; touch '\(counter)'; fi
        while read -r line; do n=$((n + 1)); if [ $n = 3 ]; then echo nan; else echo 0.5; fi; done
        """
      let audit = try Self.audit {
        $0.external = [ExternalLoss(name: "moody", command: command)]
        $0.checks = ["repeats", "zero-at-truth"]
      }
      #expect(audit.losses[0].judgements.map(\.verdict) == [.failed, .found])
      #expect(audit.losses[0].judgements[0].summary.contains("nan"))
    }
  }

  @Test func aProcessThatDoesNotStartEndsTheAudit() throws {
    #expect(throws: ExternalLossError.self) {
      try Self.audit { $0.external = [ExternalLoss(name: "none", command: "exit 3")] }
    }
  }
}

/// The XML of an audit holds to the schema that Jenkins reads (xunit-plugin, junit-10.xsd).
@Suite struct AuditJUnitTests {
  /// The attributes that an element must have, those that it may have, and the elements inside it.
  private static let schema:
    [String: (required: Set<String>, optional: Set<String>, inside: Set<String>)] = [
      "testsuites": ([], ["name", "time", "tests", "failures", "errors"], ["testsuite"]),
      "testsuite": (
        ["name", "tests", "failures", "errors"], ["skipped", "time", "timestamp", "hostname"],
        ["testcase", "properties", "system-out", "system-err"]
      ),
      "testcase": (
        ["name"], ["time", "classname", "group"], ["skipped", "error", "failure", "system-out"]
      ),
      "failure": ([], ["type", "message"], []), "skipped": ([], ["type", "message"], []),
      "system-out": ([], [], []),
    ]

  @Test func everyElementIsOneOfTheSchema() throws {
    var configuration = AuditConfiguration()
    configuration.losses = [LossSelection("dice"), LossSelection("cl-dice")]
    configuration.external = [
      ExternalLoss(name: "a<b&\"c\"", command: "while read -r line; do echo 1; done")
    ]
    configuration.checks = ["zero-at-truth", "soft-labels", "scale", "gradient"]
    let study = try AuditStudy(configuration, registries: .standard)
    let audit = try study.result((0..<study.cellCount).map { try study.outcome(ofCell: $0) })
    let document = try #require(audit.documents().first)
    #expect(document.ending == "junit.xml")
    let reader = Reader()
    let parser = XMLParser(data: document.content)
    parser.delegate = reader
    #expect(parser.parse())
    for element in reader.elements {
      let rule = try #require(Self.schema[element.name], "\(element.name)")
      let names = Set(element.attributes.keys)
      #expect(names.isSuperset(of: rule.required), "\(element)")
      #expect(names.isSubset(of: rule.required.union(rule.optional)), "\(element)")
      if let parent = element.parent {
        #expect(Self.schema[parent]?.inside.contains(element.name) == true, "\(element)")
      }
    }
    func count(_ name: String) -> Int { reader.elements.count { $0.name == name } }
    #expect(count("testsuite") == 3)
    #expect(count("testcase") == 12)
    let verdicts = audit.losses.flatMap { $0.judgements.map(\.verdict) }
    #expect(count("failure") == verdicts.count { $0 == .failed })
    #expect(count("skipped") == verdicts.count { $0 == .notApplicable })
    #expect(reader.elements.contains { $0.attributes["name"] == "a<b&\"c\"" })
    let suites = reader.elements.filter { $0.name == "testsuite" }
    #expect(
      suites.compactMap { Int($0.attributes["failures"] ?? "") }
        == audit.losses.map { $0.count(.failed) })
  }

  /// The elements of a document in order.
  private final class Reader: NSObject, XMLParserDelegate {
    struct Element {
      let name: String
      let parent: String?
      let attributes: [String: String]
    }

    private(set) var elements: [Element] = []
    private var open: [String] = []

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      elements.append(Element(name: name, parent: open.last, attributes: attributes))
      open.append(name)
    }

    func parser(
      _ parser: XMLParser, didEndElement name: String, namespaceURI: String?, qualifiedName: String?
    ) {
      open.removeLast()
    }
  }
}
