/// How to go through an array whose last axis is not the one along which neighbours stand beside each
/// other in memory: in tiles of this axis (the rows of a tile) and the last one (its columns).
struct Transposition {
  /// From a row to the next in the array, in elements.
  let rowStride: Int
  /// From a row to the next in the field.
  let rowStep: Int
  /// From a column to the next in the array; in the field it is 1.
  let columnStride: Int
  private let (rowCount, columnCount): (Int, Int)
  /// The other axes: extent, stride in the array and step in the field.
  private let others: [(extent: Int, stride: Int, step: Int)]

  private static let (mostRows, mostColumns) = (64, 32)
  /// The most elements of a tile.
  static var tileCount: Int { mostRows * mostColumns }

  /// - Returns: `nil` where going along the last axis is as good.
  init?(shape: [Int], strides: [Int], elementSize: Int) {
    var axes: [(extent: Int, stride: Int, step: Int)] = []
    var step = 1
    for (extent, stride) in zip(shape, strides).reversed() {
      axes.append((extent, stride, step))
      step *= extent
    }
    // Half a line of the cache: beyond that, a line that was read for one element serves no other.
    let far = 32
    guard let columns = axes.first, abs(columns.stride) * elementSize > far, step > 1 << 16,
      columns.extent >= 8,
      let near = axes.indices.dropFirst().first(where: {
        axes[$0].extent >= 8 && abs(axes[$0].stride) * elementSize <= far / 4
      })
    else { return nil }
    let rows = axes.remove(at: near)
    (rowStride, rowStep, rowCount) = (rows.stride, rows.step, rows.extent)
    (columnStride, columnCount) = (columns.stride, columns.extent)
    others = Array(axes.dropFirst())
  }

  /// Calls `body` with where each tile starts in the array and in the field, and its numbers of rows
  /// and columns.
  @inline(__always)
  func forEachTile(_ body: ((source: Int, target: Int), Int, Int) -> Void) {
    for plane in 0..<others.reduce(1, { $0 * $1.extent }) {
      var (rest, source, target) = (plane, 0, 0)
      for axis in others {
        source += rest % axis.extent * axis.stride
        target += rest % axis.extent * axis.step
        rest /= axis.extent
      }
      for row in stride(from: 0, to: rowCount, by: Self.mostRows) {
        for column in stride(from: 0, to: columnCount, by: Self.mostColumns) {
          body(
            (
              source + row * rowStride + column * columnStride, target + row * rowStep + column
            ), min(Self.mostRows, rowCount - row), min(Self.mostColumns, columnCount - column))
        }
      }
    }
  }
}
