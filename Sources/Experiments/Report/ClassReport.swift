import Texts

/// The classes of a scene, and which of them is taken for which.
public struct ClassReport: Hashable, Sendable, Codable {
  /// Names of the classes, the background first.
  public let names: [String]
  /// Number of elements of each class in the truth.
  public let sizes: [Int]
  /// At each step, by class of the truth and class of the prediction, the number of elements, the mean
  /// over the seeds.
  public let confusion: [[[Double]]]

  /// Of a scene of several classes.
  init?(_ scene: Scene) {
    guard let classes = scene.classes else { return nil }
    names = ["background"] + classes.objects.map(\.name)
    sizes = names.indices.map { number in classes.labels.count { Int($0) == number } }
    let all = names.indices
    let runs = scene.confusions
    confusion = (0...scene.lastStep).map { step in
      all.map { truth in
        all.map { prediction in
          let sum = runs.reduce(0) { $0 + $1[step].counts[truth][prediction] }
          return Double(sum) / Double(runs.count)
        }
      }
    }
  }
}

extension Report {
  /// Which class is taken for which at the last step, where there are several.
  static func confusionLines(_ scene: SceneReport) -> [String] {
    guard let classes = scene.classes, let last = classes.confusion.last else { return [] }
    let rows = zip(classes.names, last).map { name, counts in
      [name] + counts.map { shortNumber($0) }
    }
    return [
      "",
      "Elements of each class of the truth (rows) that are predicted to be of each class (columns) at the "
        + "last step, of \(counted(classes.names.count, "class", "classes")):", "",
    ] + TextTable.markdown(["truth"] + classes.names, rows).dropLast(0)
  }
}
