import Foundation
import Losses
import Testing

/// The table of agreements that the catalogue shows is the one that the references give.
@Suite struct ReferenceTableTests {
  /// What the fixtures give, in the order of the catalogue.
  private func measured() throws -> [ReferenceAgreement] {
    let inputs = try ReferenceFixtures.inputs()
    return try Catalogue.standard.specifications.flatMap { loss -> [ReferenceAgreement] in
      guard let family = loss.family else { return [] }
      let cases = try ReferenceFixtures.cases(family).filter { $0.loss == loss.id }
      let peers = cases.reduce(into: [String]()) { peers, reference in
        if !peers.contains(reference.peer) { peers.append(reference.peer) }
      }
      return try peers.map { peer in
        try agreement(cases.filter { $0.peer == peer }, inputs: inputs)
      }
    }
  }

  private func agreement(
    _ cases: [ReferenceFixtures.Case], inputs: [String: ReferenceFixtures.Input]
  ) throws -> ReferenceAgreement {
    let first = try #require(cases.first)
    var agreement = Agreement()
    for reference in cases {
      try agreement.include(reference, #require(inputs[reference.input]).sample())
    }
    return ReferenceAgreement(
      loss: first.loss, peer: first.peer,
      kind: try #require(ReferenceAgreement.Kind(rawValue: first.kind)), cases: cases.count,
      valueDifference: Self.powerOfTen(atLeast: agreement.value),
      gradientDifference: Self.powerOfTen(atLeast: agreement.gradient), note: first.note)
  }

  private static func powerOfTen(atLeast value: Double) -> Double {
    // Written as a literal, so that 1e-15 is exactly that.
    Double("1e\(Int(log10(max(value, 1e-16)).rounded(.up)))") ?? value
  }

  @Test func isWhatTheReferencesGive() throws {
    let measured = try measured()
    if let path = ProcessInfo.processInfo.environment["WRITE_REFERENCE_TABLE"] {
      try Data(Self.source(measured).utf8).write(to: URL(fileURLWithPath: path))
    }
    let table = ReferenceAgreement.table
    #expect(table.map(\.loss) == measured.map(\.loss))
    for (stated, found) in zip(table, measured) {
      #expect(stated.peer == found.peer)
      #expect(stated.cases == found.cases)
      #expect(stated.note == found.note)
      // Logarithms and powers differ in the last bit between platforms: one power of ten of room.
      #expect(found.valueDifference <= 10.1 * stated.valueDifference, "\(found)")
      #expect(found.gradientDifference <= 10.1 * stated.gradientDifference, "\(found)")
    }
  }

  /// Swift source of the table.
  private static func source(_ agreements: [ReferenceAgreement]) -> String {
    let entries = agreements.map { entry in
      """
          ReferenceAgreement(
            loss: "\(entry.loss)", peer: "\(entry.peer)",
            kind: .\(entry.kind.rawValue), cases: \(entry.cases), \
      valueDifference: \(entry.valueDifference),
            gradientDifference: \(entry.gradientDifference),
            note: "\(entry.note)"),
      """
    }
    return """
      // Written by the test of this table; Tests/Reference/README.md says how.
      // swift-format-ignore-file

      extension ReferenceAgreement {
        /// Every loss against every peer, in the order of the catalogue.
        public static let table: [ReferenceAgreement] = [
      \(entries.joined(separator: "\n"))
        ]
      }

      """
  }
}
