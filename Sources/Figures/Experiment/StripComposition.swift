import Experiments
import Losses
import Plot

/// The strip of masks under a panel: every step of the first run of a scene, of a volume the slice in which
/// most is wrong at the last step.
public struct StripComposition {
  private let scene: Scene
  /// Index of the slice that is shown of a volume; 0 otherwise.
  private let slice: Int
  private let shape: (rows: Int, columns: Int)
  /// The classes in the slice of the truth; 1 is the object where there is one.
  private let truth: [UInt8]
  /// Those in the slice of every step.
  private let steps: [[UInt8]]

  /// Takes the slice of every step.
  public init(_ scene: Scene) {
    let grid = scene.object.mask.grid
    let shape = (
      rows: grid.rank > 1 ? grid.shape[grid.rank - 2] : 1, columns: grid.shape[grid.rank - 1]
    )
    let labels = scene.classes?.labels ?? scene.object.mask.elements.map { $0 ? 1 : 0 }
    let sliceCount = shape.rows * shape.columns
    var maker = scene.stepMaker()
    maker.make(step: scene.lastStep)
    let slice = Self.slice(of: labels, mostUnlike: maker.labels, size: sliceCount)
    let shown = (slice * sliceCount)..<((slice + 1) * sliceCount)
    self.scene = scene
    self.shape = shape
    self.slice = slice
    truth = Array(labels[shown])
    steps = (0...scene.lastStep).map { step in
      maker.make(step: step)
      return Array(maker.labels[shown])
    }
  }

  /// The slice in which two masks differ most: of several the nearest to the middle of the object.
  private static func slice(
    of truth: [UInt8], mostUnlike prediction: [UInt8], size: Int
  ) -> Int {
    let middle = MaskSlices.middle(of: truth.map { $0 != 0 }, size: size)
    let errors = (0..<truth.count / size).map { slice in
      (slice * size..<(slice + 1) * size).count { truth[$0] != prediction[$0] }
    }
    let most = errors.max() ?? 0
    return errors.indices.filter { errors[$0] == most }
      .min { abs($0 - middle) < abs($1 - middle) } ?? middle
  }

  /// The strip of all steps in the smallest view that shows the truth and every step, with a margin;
  /// the figure leaves out steps for which there is no room. Where errors lie so far off that the
  /// object would be a dot, the view ends one extent of the object away from it.
  public func strip() -> MaskStrip {
    let view = view
    return MaskStrip(
      cells: cells(view, isLabelled: true), note: note(rows: view.rows, columns: view.columns),
      classNames: classNames)
  }

  private var classNames: [String] { scene.classes?.objects.map(\.name) ?? [] }

  /// The strip of a small panel: pictures of at least 16 points that stand in line with the labelled steps of
  /// its axis, and nothing said but that errors are out of view.
  func smallStrip() -> MaskStrip {
    let view = view
    return MaskStrip(
      cells: cells(view, isLabelled: false),
      note: hiddenErrors(rows: view.rows, columns: view.columns).map { hidden, all in
        "\(max(1, hidden * 100 / all)) % of FP out of view"
      }, smallestWidth: 16, classNames: classNames)
  }

  private typealias View = (rows: Range<Int>, columns: Range<Int>)

  /// The rows and columns that are shown.
  private var view: View {
    let object = Bounds([truth], shape: shape)
    let all = Bounds([truth] + steps, shape: shape)
    let rows = Self.view(of: all.rows, around: object.rows, extent: shape.rows)
    let columns = Self.view(of: all.columns, around: object.columns, extent: shape.columns)
    return (rows, columns)
  }

  private func cells(_ view: View, isLabelled: Bool) -> [MaskCell] {
    func pixels(_ slice: [UInt8]) -> [UInt8] {
      view.rows.flatMap { row in view.columns.map { slice[row * shape.columns + $0] } }
    }
    let shownTruth = pixels(truth)
    return steps.enumerated().map { step, prediction in
      let (position, label) = (Double(step), isLabelled ? "\(step)" : "")
      let (width, height) = (view.columns.count, view.rows.count)
      guard scene.classes == nil else {
        return MaskCell(
          position: position, label: label, width: width, height: height,
          labels: PixelLabels(truth: shownTruth, prediction: pixels(prediction)))
      }
      return MaskCell(
        position: position, label: label, width: width, height: height,
        truth: shownTruth.map { $0 != 0 }, prediction: pixels(prediction).map { $0 != 0 })
    }
  }

  /// The rows and columns of a slice that masks take.
  private struct Bounds {
    var rows: Range<Int>
    var columns: Range<Int>

    init(_ slices: [[UInt8]], shape: (rows: Int, columns: Int)) {
      var rowBounds = (first: shape.rows, last: -1)
      var columnBounds = (first: shape.columns, last: -1)
      for slice in slices {
        for index in slice.indices where slice[index] != 0 {
          let (row, column) = index.quotientAndRemainder(dividingBy: shape.columns)
          rowBounds = (min(rowBounds.first, row), max(rowBounds.last, row))
          columnBounds = (min(columnBounds.first, column), max(columnBounds.last, column))
        }
      }
      rows = rowBounds.first..<max(rowBounds.first, rowBounds.last + 1)
      columns = columnBounds.first..<max(columnBounds.first, columnBounds.last + 1)
    }
  }

  /// The view may be this many times as long as the object.
  private static let longestView = 5

  private static func view(
    of all: Range<Int>, around object: Range<Int>, extent: Int
  ) -> Range<Int> {
    let isFar = !object.isEmpty && all.count > longestView * object.count
    let bounds = isFar ? object : all
    let margin = isFar ? object.count : max(1, (all.count - 1) / 16)
    return max(
      0, min(bounds.lowerBound, extent - 1) - margin)..<max(
        1, min(extent, bounds.upperBound + margin))
  }

  private func note(rows: Range<Int>, columns: Range<Int>) -> String? {
    let grid = scene.object.mask.grid
    let whole = grid.shape.map { "\($0)" }.joined(separator: " × ")
    var parts = [
      grid.rank > 2
        ? "\(rows.count) × \(columns.count) elements of slice \(slice) of \(whole)"
        : "\(rows.count) × \(columns.count) of \(whole) elements"
    ]
    if scene.seeds.count > 1 { parts.append("first of \(scene.seeds.count) seeds") }
    if let (hidden, all) = hiddenErrors(rows: rows, columns: columns) {
      parts.append("\(hidden) of \(all) FP of the last step lie outside")
    }
    return parts.joined(separator: "; ")
  }

  /// How many false positives of the last step lie in the shown slice but out of view.
  private func hiddenErrors(
    rows: Range<Int>, columns: Range<Int>
  ) -> (hidden: Int, all: Int)? {
    guard let last = steps.last else { return nil }
    var (hidden, all) = (0, 0)
    for index in last.indices where last[index] != 0 && last[index] != truth[index] {
      let (row, column) = index.quotientAndRemainder(dividingBy: shape.columns)
      all += 1
      if !rows.contains(row) || !columns.contains(column) { hidden += 1 }
    }
    return hidden == 0 ? nil : (hidden, all)
  }
}
