import ArgumentParser
import Losses

extension ClassRelation: ExpressibleByArgument {}

/// What becomes of elements where a mask is 0.
enum MaskedElements: String, ExpressibleByArgument, CaseIterable {
  /// They are left out.
  case ignored
  /// They have label 0 in the truth and probability 0 in every class, as in MONAI's `MaskedDiceLoss`.
  case background
}

/// Several classes and a batch in files, ignored elements, and how their values become one.
struct ClassOptions: ParsableArguments {
  @Option(
    help:
      "Takes all channels of --prediction for classes: exclusive, of which an element has one (the default for --activation softmax), or independent."
  )
  var classes: ClassRelation?

  @OptionGroup(title: "Classes and batches") var values: ClassValueOptions

  @Option(help: "Elements of --truth with this label are ignored.")
  var ignoreLabel: Int?

  @Option(
    help: ArgumentHelp(
      "A file with 0 where elements are ignored; or a folder with a file named as each truth.",
      valueName: "file or folder"))
  var mask: String?

  @Option(
    help:
      "What becomes of elements where --mask is 0: they are ignored (default), or background, with label 0 in the truth and probability 0 in every class."
  )
  var masked: MaskedElements?

  func validate() throws {
    guard masked == nil || mask != nil else {
      throw ValidationError("--masked says what becomes of elements where --mask is 0; give --mask")
    }
  }

  /// How classes stand to each other; `nil` where there is one, as without any of these options.
  func relation(_ activation: Activation?) throws -> ClassRelation? {
    if let classes { return classes }
    if activation == .softmax { return .exclusive }
    let given =
      values.given
      + [
        ignoreLabel.map { _ in "--ignore-label" }, mask.map { _ in "--mask" },
      ].compactMap(\.self)
    if let option = given.first {
      throw ValidationError(
        "\(option) is of several classes; give --classes exclusive or --classes independent, too")
    }
    return nil
  }
}
