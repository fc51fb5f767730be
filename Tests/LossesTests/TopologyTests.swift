import Losses
import Testing

/// Skeletons against scikit-image's `skeletonize` and MONAI's `soft_skel`, connected components against
/// `scipy.ndimage.label`, their cells against `distance_transform_edt`, slopes of maxima against PyTorch,
/// determinants against NumPy; on random masks, shapes, and masks of a photograph and of a magnetic
/// resonance image.
@Suite struct TopologyTests {
  private struct Case: Decodable {
    let shape: [Int]
    /// Value and length of each run of equal values, here and below.
    let mask: [Int]
    /// Absent in one dimension.
    let skeleton: [Int]?
    /// After ``erosions``; absent in one dimension.
    let softSkeleton: [Int]?
    /// Labels where elements touch at faces.
    let face: [Int]
    /// Labels where elements touch at faces, edges and corners.
    let full: [Int]
    /// Number of the nearest component; absent where there are many.
    let cells: [Int]?
    /// How many boxes of five elements an axis have their maximum from each element.
    let pooledSlopes: [Int]
    /// Of the covariance of patches of the mask with a ridge, times their number.
    let logDeterminant: Double

    static let erosions = 4

    static func load() throws -> [Case] {
      try ReferenceFixtures.load([String: [Case]].self, "topology")["cases"] ?? []
    }

    func object() throws -> Mask {
      try Mask(Self.values(mask).map { $0 == 1 }, on: Grid(shape: shape))
    }

    static func values(_ runs: [Int]) -> [Int] {
      stride(from: 0, to: runs.count, by: 2).flatMap {
        [Int](repeating: runs[$0], count: runs[$0 + 1])
      }
    }
  }

  static let seed: UInt64 = 1994

  @Test func skeletonsAgreeWithScikitImage() throws {
    let cases = try Case.load()
    #expect(Set(cases.map(\.shape.count)) == [1, 2, 3])
    for reference in cases {
      let mask = try reference.object()
      let expected = reference.skeleton.map { Case.values($0).map { $0 == 1 } } ?? mask.elements
      #expect(mask.skeleton().elements == expected, "\(reference.shape) \(reference.mask)")
    }
  }

  @Test func softSkeletonsAgreeWithMONAI() throws {
    for reference in try Case.load() {
      guard let expected = reference.softSkeleton else { continue }
      let mask = try reference.object()
      let skeleton = SoftSkeleton(
        of: mask.elements.map { $0 ? 1 : 0 }, on: mask.grid, erosions: Case.erosions,
        keepsLevels: false)
      #expect(skeleton.values == Case.values(expected).map(Double.init), "\(reference.shape)")
    }
  }

  @Test func cellsAgreeWithSciPy() throws {
    for reference in try Case.load() {
      guard let expected = reference.cells else { continue }
      let cells = ComponentCells(of: try reference.object())
      #expect(cells.labels.map(Int.init) == Case.values(expected), "\(reference.shape)")
    }
  }

  @Test func slopesOfMaximaAgreeWithPyTorch() throws {
    for reference in try Case.load() {
      let mask = try reference.object()
      let slopes = MaxPooling(mask.grid, radius: 2).pullBack(
        [Double](repeating: 1, count: mask.grid.count), at: mask.elements.map { $0 ? 1 : 0 })
      #expect(slopes == Case.values(reference.pooledSlopes).map(Double.init), "\(reference.shape)")
    }
  }

  @Test func determinantsOfPatchesAgreeWithNumPy() throws {
    for reference in try Case.load() {
      let mask = try reference.object()
      let field = mask.elements.map { $0 ? 1.0 : 0 }
      var covariance = Patches(of: mask.grid).covariance(field, field)
      for index in 0..<covariance.size { covariance[index, index] += 5e-4 }
      let value = CholeskyFactor(covariance, leastPivot: 5e-4).logarithmOfDeterminant
      let expected = reference.logDeterminant
      // Sums of some hundreds of products beside the ridge.
      #expect(abs(value - expected) <= 1e-9 * max(1, abs(expected)), "\(reference.shape)")
    }
  }

  @Test func componentsAgreeWithSciPy() throws {
    for reference in try Case.load() {
      let mask = try reference.object()
      for (connectivity, runs) in [
        (ConnectedComponents.Connectivity.face, reference.face), (.full, reference.full),
      ] {
        let components = ConnectedComponents(of: mask, connectivity: connectivity)
        let labels = Case.values(runs)
        #expect(components.labels.map(Int.init) == labels, "\(reference.shape), \(connectivity)")
        #expect(components.count == labels.max() ?? 0)
        #expect(
          components.sizes
            == (0..<components.count).map { number in labels.count { $0 == number + 1 } })
      }
    }
  }

  /// No element is added, and what is left is its own skeleton.
  @Test(arguments: 2...3)
  func skeletonsOfSkeletonsAreThemselves(rank: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(rank))
    for round in 0..<40 {
      let shape = (0..<rank).map { _ in 1 + random.index(below: 9) }
      let grid = try Grid(shape: shape)
      let share = 0.1 + 0.85 * random.uniform()
      let mask = try Mask((0..<grid.count).map { _ in random.uniform() < share }, on: grid)
      let skeleton = mask.skeleton()
      let label: Comment = "seed \(Self.seed), stream \(rank), round \(round), \(shape)"
      #expect(zip(skeleton.elements, mask.elements).allSatisfy { !$0 || $1 }, label)
      #expect(skeleton.skeleton() == skeleton, label)
    }
  }

  /// It does not matter where an object lies: across the end of a word of bits as well.
  @Test(arguments: 2...3)
  func skeletonsMoveWithTheirObjects(rank: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(10 + rank))
    for round in 0..<40 {
      let grid = try Grid(shape: [7, 6, 9].suffix(rank).map { 2 + random.index(below: $0) })
      let mask = try Mask((0..<grid.count).map { _ in random.uniform() < 0.8 }, on: grid)
      let offset = (0..<rank).map { axis in random.index(below: axis == rank - 1 ? 130 : 3) }
      let wide = try Grid(shape: zip(grid.shape, offset).map { $0 + $1 + 2 })
      func moved(_ mask: Mask) throws -> Mask {
        var elements = [Bool](repeating: false, count: wide.count)
        for index in 0..<grid.count {
          let place = zip(grid.coordinates(of: index), offset).map(+)
          elements[wide.index(of: place)] = mask.elements[index]
        }
        return try Mask(elements, on: wide)
      }
      #expect(
        try moved(mask).skeleton() == moved(mask.skeleton()),
        "seed \(Self.seed), stream \(10 + rank), round \(round), \(grid.shape) at \(offset)")
    }
  }

  /// A comb whose teeth are joined in its last row alone: every tooth is a component until then.
  @Test func componentsThatMeetLate() throws {
    let grid = try Grid(shape: [50, 101])
    let elements = (0..<grid.count).map { index in
      index / 101 == 49 || (index % 101).isMultiple(of: 2)
    }
    let comb = ConnectedComponents(of: try Mask(elements, on: grid), connectivity: .face)
    #expect(comb.sizes == [101 + 49 * 51])
    let teeth = try Mask(elements.indices.map { elements[$0] && $0 < 49 * 101 }, on: grid)
    #expect(
      ConnectedComponents(of: teeth, connectivity: .full).sizes == [Int](repeating: 49, count: 51))
  }
}
