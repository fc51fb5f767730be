import Foundation
import Losses
import TestSupport
import Testing

/// `losses` finds what a reader looks for, and exports it.
@Suite struct LossesCommandTests {
  @Test(arguments: [
    ("skeleton", "cl-dice"), ("DiceCELoss", "dice-cross-entropy"), ("1606.04797", "squared-dice"),
    ("nnu-net", "dice-top-k"),
  ])
  func findsByWhatALossSaysOfItself(word: String, id: String) throws {
    let outcome = try Program.run(["losses", "--find", word])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("  \(id) "))
    #expect(!outcome.output.contains("  focal "))
  }

  @Test func aWordThatNoLossSaysIsRefused() throws {
    let outcome = try Program.run(["losses", "--find", "zebra"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("zebra"))
  }

  @Test func jsonHoldsEveryLossWithItsSource() throws {
    struct Loss: Decodable {
      let id: String
      let link: String?
    }
    let outcome = try Program.run(["losses", "--json"])
    let losses = try JSONDecoder().decode([Loss].self, from: Data(outcome.output.utf8))
    #expect(losses.map(\.id) == Catalogue.standard.specifications.map(\.id))
    #expect(losses.map(\.link) == Catalogue.standard.specifications.map { $0.reference?.link })
  }

  @Test func bibTeXHasOneEntryAPublication() throws {
    let output = try Program.run(["losses", "--bibtex"]).output
    let references = Set(Catalogue.standard.specifications.compactMap(\.reference))
    #expect(output.matches(of: /@misc\{/).count == references.count)
    #expect(output.count { $0 == "{" } == output.count { $0 == "}" })
    #expect(
      output.contains(
        """
        @misc{tversky,
          author = {Salehi and others},
          year = {2017},
          eprint = {1706.05721},
          archiveprefix = {arXiv},
          url = {https://arxiv.org/abs/1706.05721},
          keywords = {tversky
        """))
  }

  @Test func sayWhatTheyCannotSeeAndTakeInside() throws {
    let clDice = try Program.run(["losses", "cl-dice"]).output
    #expect(clDice.contains("cannot see"))
    #expect(clDice.contains("how wide an object is"))
    let dice = try Program.run(["losses", "dice"]).output
    #expect(dice.contains("where elements lie"))
    #expect(!dice.contains("takes inside"))
    let blob = try Program.run(["losses", "blob"]).output
    #expect(blob.contains("any loss, as blob:focal"))
    let inside = try Program.run(["losses", "blob:focal"]).output
    #expect(inside.contains("blob:focal: Blob (Focal)"))
    #expect(inside.contains("gamma = 2"))
    #expect(inside.contains("whole-weight = 2"))
  }

  @Test func oneLossIsExportedAlone() throws {
    let output = try Program.run(["losses", "focal", "--bibtex"]).output
    #expect(output.hasPrefix("@misc{focal,"))
  }
}
