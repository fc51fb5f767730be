import Experiments
import Foundation
import Losses
import TestSupport
import Testing

/// Every loss along every path, as a user asks for them.
@Suite struct EveryLossTests {
  @Test func everyLossIsDrawnAlongEveryPath() throws {
    try withTemporaryFolder { folder in
      let paths = PathRegistry.standard.ids.joined(separator: ",")
      let outcome = try Program.run(
        [
          "--grid", "40x48", "--objects", "large=disc:9,small=disc:3",
          "--losses", "all", "--path", paths, "--steps", "4", "--repeats", "3", "--output",
          folder.path,
        ])
      #expect(outcome.status == 0, "\(outcome.errors)")
      let report = try String(
        contentsOf: folder.appendingPathComponent("report.md"), encoding: .utf8)
      for specification in Catalogue.standard.specifications where specification.isInAll {
        #expect(report.contains("| \(specification.id) |"), "\(specification.id)")
      }
    }
  }
}
