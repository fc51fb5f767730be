import ArgumentParser
import Documents
import Losses

extension ClassValueOptions {
  /// A loss over classes, written as is asked for.
  ///
  /// - Parameters:
  ///   - loss: in its usual form.
  ///   - key: what names it in messages.
  /// - Throws: `ValidationError` where the loss has nothing that the options concern.
  func written(_ loss: any ClassLoss, _ key: String) throws -> any ClassLoss {
    let form = try form()
    guard !form.isEmpty else { return loss }
    guard let written = try loss.written(as: form) else {
      let given = [
        form.distances.map { _ in "--class-distances" },
        form.labelSmoothing.map { _ in "--label-smoothing" },
        form.skeletons.map { _ in "--skeletons" },
      ].compactMap(\.self).joined(separator: " and ")
      throw ValidationError(
        "\(given): '\(key)' has nothing of the kind over these classes; leave that loss out, or the "
          + "option (distances are of generalised-wasserstein-dice, label smoothing is of losses with the "
          + "cross-entropy of exclusive classes, and sums of skeletons are of cl-dice)")
    }
    return written
  }

  /// What the options say of the form of losses.
  func form() throws -> ClassForm {
    do {
      return try ClassForm(
        distances: classDistances.map(Self.matrix), labelSmoothing: labelSmoothing,
        skeletons: skeletons)
    } catch let error as ClassError {
      throw ValidationError(
        "\(classDistances == nil ? "--label-smoothing" : "--class-distances"): \(error)")
    }
  }

  /// Rows of numbers, as given or in a file.
  private static func matrix(_ text: String) throws -> [[Double]] {
    let isFile = isRegularFile(at: text)
    let content = isFile ? String(decoding: try readFile(at: text), as: UTF8.self) : text
    let rows = content.split { $0.isNewline || (!isFile && $0 == ";") }.map(String.init)
    let numbers = rows.map { names($0).map { Double($0) } }
    guard !numbers.isEmpty, !numbers.joined().contains(nil) else {
      throw ValidationError(
        "--class-distances is '\(text)'; expected rows of numbers as '0,1,1;1,0,0.5;1,0.5,0', or a CSV "
          + "file with these rows and no header")
    }
    return numbers.map { $0.compactMap(\.self) }
  }
}
