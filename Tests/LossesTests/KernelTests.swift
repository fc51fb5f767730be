import Losses
import Synchronization
import TestSupport
import Testing

/// Kernels against their definitions, evaluated element by element.
@Suite struct KernelTests {
  static let seed: UInt64 = 1904_10030

  static func expectClose(
    _ first: [Double], _ second: [Double], _ tolerance: Double, _ comment: Comment
  ) {
    #expect(first.count == second.count, comment)
    #expect(zip(first, second).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }, comment)
  }

  // MARK: Distances

  @Test(arguments: 1...3)
  func distanceFieldsEqualBruteForce(rank: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: UInt64(rank))
    for round in 0..<40 {
      let mask = try DistanceTransformTests.randomMask(rank: rank, using: &random)
      let comment: Comment = "seed \(Self.seed), stream \(rank), round \(round), \(mask.grid)"
      let inside = DistanceTransformTests.bruteForce(mask, to: false)
      let outside = DistanceTransformTests.bruteForce(mask, to: true)
      let isOneSided = mask.isEmpty || mask.isFull
      Self.expectClose(
        mask.unsignedDistance(), zip(inside, outside).map { isOneSided ? 0 : $0 + $1 }, 1e-12,
        comment)
      Self.expectClose(
        mask.signedDistance(), zip(inside, outside).map { isOneSided ? 0 : $1 - $0 }, 1e-12,
        comment)
    }
  }

  // MARK: Forward differences

  @Test func forwardDifferencesHaveTheirAdjoint() throws {
    var random = SeededGenerator(seed: Self.seed)
    for grid in try RandomFields.grids() {
      let field = RandomFields.uniform(grid.count, using: &random)
      let weights = (0..<3).map { _ in RandomFields.uniform(grid.count, using: &random) }
      var adjoint = [Double](repeating: 0, count: grid.count)
      var product = 0.0
      field.withUnsafeBufferPointer { values in
        adjoint.withUnsafeMutableBufferPointer { adjoint in
          ForwardDifferences(grid).forEachRow { row in
            for column in 0..<row.count {
              let index = row.start + column
              let weight = SIMD3(weights[0][index], weights[1][index], weights[2][index])
              product += (row.differences(values, column) * weight).sum()
              row.addAdjoint(weight, column, to: adjoint)
            }
          }
        }
      }
      // ⟨D u, v⟩ = ⟨u, Dᵀ v⟩.
      let other = zip(field, adjoint).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(product - other) <= 1e-12 * max(1, abs(product)), "seed \(Self.seed), \(grid)")
    }
  }

  @Test func forwardDifferencesFollowTheirDefinition() throws {
    var random = SeededGenerator(seed: Self.seed, stream: 1)
    for grid in try RandomFields.grids() {
      let field = RandomFields.uniform(grid.count, using: &random)
      var found: [[Double]] = []
      field.withUnsafeBufferPointer { values in
        ForwardDifferences(grid).forEachRow { row in
          for column in 0..<row.count {
            let differences = row.differences(values, column)
            found.append([differences.x, differences.y, differences.z].suffix(grid.rank))
          }
        }
      }
      for index in 0..<grid.count {
        let expected = (0..<grid.rank).map { axis in
          let offset = (0..<grid.rank).map { $0 == axis ? 1 : 0 }
          let next = grid.neighbour(of: index, at: offset)
          return next.map { (field[$0] - field[index]) / grid.spacing[axis] } ?? 0
        }
        Self.expectClose(found[index], expected, 1e-13, "seed \(Self.seed), \(grid)")
      }
    }
  }

  // MARK: Selection and sorting

  /// Values with many ties, many orders of magnitude, both signs of 0, and plain ones.
  static func awkwardValues(_ kind: Int, using random: inout SeededGenerator) -> [Double] {
    let count = 1 + random.index(below: 300)
    return (0..<count).map { _ in
      switch kind {
      case 0: random.uniform()
      case 1: Double(random.index(below: 4))
      case 2: .exp(-700 * random.uniform())
      case 3: 1 - .exp(-40 * random.uniform())
      case 4: [-0.0, 0, -1, 1, .leastNonzeroMagnitude][random.index(below: 5)]
      default: 0.25
      }
    }
  }

  @Test(arguments: 0..<6)
  func topSelectionEqualsSorting(kind: Int) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 10 + UInt64(kind))
    for round in 0..<200 {
      let values = Self.awkwardValues(kind, using: &random)
      let k = 1 + random.index(below: values.count)
      var found: [Int] = []
      let threshold = values.withUnsafeBufferPointer { values in
        let selection = TopSelection(k, of: values)
        selection.forEachIndex(of: values) { found.append($0) }
        return selection.threshold
      }
      let order = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
      let comment: Comment = "seed \(Self.seed), kind \(kind), round \(round)"
      #expect(found == order.prefix(k).sorted(), comment)
      #expect(threshold == values[order[k - 1]], comment)
    }
  }

  @Test(arguments: 0..<6, [0.0, 0.02, 0.5, 1])
  func lovaszStepsEqualTheDefinition(kind: Int, share: Double) throws {
    var random = SeededGenerator(seed: Self.seed, stream: 20 + UInt64(kind))
    for round in 0..<60 {
      let p = Self.awkwardValues(kind, using: &random).map { min(max(abs($0), 0), 1) }
      let g = p.map { _ in random.uniform() < share ? 1.0 : 0 }
      let errors = zip(p, g).map { abs($1 - $0) }
      let order = errors.indices.sorted { (-errors[$0], $0) < (-errors[$1], $1) }
      var expected = [Double](repeating: 0, count: p.count)
      var (intersection, union, before) = (g.reduce(0, +), g.reduce(0, +), 0.0)
      for index in order {
        intersection -= g[index]
        union += 1 - g[index]
        let loss = 1 - intersection / union
        if errors[index] > 0 { expected[index] = loss - before }
        before = loss
      }
      var found = [Double](repeating: 0, count: p.count)
      // So few elements are one piece, whose steps come in order.
      let steps = Mutex<[(index: Int, isForeground: Bool, step: Double)]>([])
      let sum = withBuffers(p, g) { p, g in
        let errors = ElementErrors(p, g)
        return LovaszSteps(errors, scratch: ScratchMemory())?.sum { index, isForeground, step in
          steps.withLock { $0.append((index, isForeground, step)) }
        }
      }
      // Without foreground there is no order to follow.
      guard let sum else {
        #expect(!g.contains(1))
        continue
      }
      var last = Double.infinity
      for step in steps.withLock({ $0 }) {
        #expect(errors[step.index] <= last)
        #expect(step.isForeground == (g[step.index] == 1))
        last = errors[step.index]
        found[step.index] += step.step
      }
      let exact = zip(errors, expected).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(sum - exact) <= 1e-12, "seed \(Self.seed), kind \(kind), round \(round)")
      Self.expectClose(
        found, expected, 1e-12, "seed \(Self.seed), kind \(kind), share \(share), round \(round)")
    }
  }
}
