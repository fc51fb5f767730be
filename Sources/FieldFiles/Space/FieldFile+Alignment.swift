import Documents
import Losses

extension FieldFile {
  /// Brings files onto one grid, so that elements of one place stand in one place.
  ///
  /// The first file that says where it lies gives the order and direction of axes; the others are
  /// reordered to it. Arrays, which say nothing, take the spacing of those that do.
  ///
  /// - Parameters:
  ///   - files: with their axes, channels and volumes chosen.
  ///   - ignorePosition: whether they are compared as they are stored.
  /// - Throws: `FileError` where an array's axes have to be named, or two files lie elsewhere, in
  ///   another direction or with other distances.
  public static func aligned(
    _ files: [FieldFile], ignorePosition: Bool = false
  ) throws(FileError) -> [FieldFile] {
    var files = files
    try requireNames(files)
    let chosen =
      files.firstIndex { $0.origin != nil } ?? files.firstIndex { $0.spacing != nil }
    guard let chosen else { return files }
    let reference = files[chosen]
    for index in files.indices where index != chosen {
      if !ignorePosition { try files[index].reorient(to: reference) }
      try files[index].takeSpacing(of: reference, ignorePosition: ignorePosition)
    }
    return files
  }

  /// An array of three axes beside a file whose axes have names needs names, too.
  private static func requireNames(_ files: [FieldFile]) throws(FileError) {
    guard let named = files.first(where: { $0.format.hasDirections && $0.axes.count == 3 }) else {
      return
    }
    for file in files where !file.hasNamedAxes && file.axes.count == 3 {
      throw .malformed(
        file.path,
        reason: "an array does not say which of its axes is which, and \(named.path) does: give "
          + "--axes XYZ (first axis x, as nibabel gives arrays) or --axes ZYX (first axis z, as "
          + "SimpleITK and nnU-Net do)")
    }
  }

  /// Steps along the axes, fastest first; `nil` where the file does not say where it lies.
  private var steps: [Position]? {
    let steps = axes.reversed().compactMap(\.step)
    return origin == nil || steps.count != axes.count ? nil : steps
  }

  /// Reorders and turns round axes until they run as those of another file, and compares the places.
  private mutating func reorient(to other: FieldFile) throws(FileError) {
    guard let steps, let origin, let otherSteps = other.steps, let otherOrigin = other.origin,
      steps.count == otherSteps.count
    else { return }
    guard space == other.space else { throw spaceDiffers(from: other) }
    let tolerance = max(directionTolerance, other.directionTolerance)
    let kinds = axes.map(\.kind)
    var (ordered, left) = ([FieldAxis](), axes)
    for axis in other.axes {
      guard let step = axis.step,
        let found = left.indices.first(where: { index in
          left[index].step.map { Self.areParallel($0, step, within: tolerance) } ?? false
        })
      else { throw directionDiffers(from: other, steps, otherSteps) }
      ordered.append(left.remove(at: found))
    }
    axes = ordered
    for axis in axes.indices {
      axes[axis].kind = kinds[axis]
      let (step, otherStep) = (axes[axis].step ?? .zero, other.axes[axis].step ?? .zero)
      if step.dot(otherStep) < 0 { reverse(axis: axis) }
    }
    guard shape == other.shape else { return }
    // Where the last element lies is as exact as the steps to it.
    let size = zip(shape, otherSteps.reversed()).map { Double($0) * $1.length }.reduce(0, +)
    let limit = max(tolerance, Self.precision) * (size + otherOrigin.length)
    if let reached = self.origin, (reached - otherOrigin).length > limit {
      let stored =
        ordered.map(\.kind) == kinds && reached == origin ? "" : " once it is stored alike"
      throw .malformed(
        path,
        reason: "it lies elsewhere than \(other.path): its origin\(stored) is "
          + "\(space.description(of: reached)), the other's "
          + "\(other.space.description(of: otherOrigin)); resample one to the grid of the other, or "
          + "compare them as they are stored by --ignore-position")
    }
  }

  private static func areParallel(
    _ first: Position, _ second: Position, within tolerance: Double
  ) -> Bool {
    let (a, b) = (first / first.length, second / second.length)
    return min((a - b).length, (a + b).length) <= 2 * tolerance
  }

  private func directionDiffers(
    from other: FieldFile, _ steps: [Position], _ otherSteps: [Position]
  ) -> FileError {
    .malformed(
      path,
      reason: "its axes run in another direction than those of \(other.path): "
        + "\(space.description(ofSteps: steps)), the other's "
        + "\(other.space.description(ofSteps: otherSteps)); resample one to the grid of the other, "
        + "or compare them as they are stored by --ignore-position")
  }

  private func spaceDiffers(from other: FieldFile) -> FileError {
    .malformed(
      path,
      reason: "it gives positions in \(space.name), and \(other.path) in \(other.space.name); "
        + "compare them as they are stored by --ignore-position")
  }

  /// Takes over the distances of another file, which are the same but for rounding.
  private mutating func takeSpacing(
    of other: FieldFile, ignorePosition: Bool
  ) throws(FileError) {
    guard let theirs = other.spacing, theirs.count == axes.count else { return }
    if let ours = spacing {
      let isEqual = zip(ours, theirs).allSatisfy { abs($0 - $1) <= Self.precision * max($0, $1) }
      guard isEqual || shape != other.shape else {
        throw .malformed(
          path,
          reason: "its spacing is \(Self.list(ours)) mm, and that of \(other.path) "
            + "\(Self.list(theirs)) mm (slowest axis first); resample one to the grid of the other")
      }
    }
    for axis in axes.indices { axes[axis].spacing = theirs[axis] }
  }

  private static func list(_ spacing: [Double]) -> String {
    spacing.map { "\($0)" }.joined(separator: " × ")
  }

  /// The grid that the elements lie on.
  ///
  /// - Throws: `FileError`.
  public func grid() throws(FileError) -> Grid {
    do throws(GridError) {
      return try Grid(shape: shape, spacing: spacing)
    } catch {
      throw .malformed(path, reason: error.description)
    }
  }
}
