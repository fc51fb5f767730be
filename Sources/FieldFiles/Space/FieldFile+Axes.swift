import Documents

extension FieldFile {
  /// Drops axes of length 1; at least one axis stays.
  mutating func dropAxesOfOne() {
    let kept = axes.filter { $0.extent != 1 }
    axes = kept.isEmpty ? Array(axes.suffix(1)) : kept
  }

  /// The axes named, the channel and the volume chosen, and those of space ordered z, y, x.
  ///
  /// - Throws: `FileError` where a choice is missing, or there is nothing to choose.
  public func choosing(_ options: ReadingOptions) throws(FileError) -> FieldFile {
    try Self.chosen([(self, options)])[0]
  }

  /// The same for files that belong together. A channel or a volume is chosen of those that have
  /// several.
  ///
  /// - Throws: `FileError`.
  public static func chosen(
    _ files: [(FieldFile, ReadingOptions)]
  ) throws(FileError) -> [FieldFile] {
    let named = try files.map { file, options throws(FileError) in
      var named = file
      if let order = options.axes { try named.name(order, options: options) }
      if let spacing = options.spacing { try named.setSpacing(spacing) }
      return (named, options)
    }
    let (someChannels, someVolumes) = (
      named.contains { $0.0.hasChannels }, named.contains { $0.0.hasVolumes }
    )
    return try named.map { file, options throws(FileError) in
      var (chosen, options) = (file, options)
      if someChannels && !file.hasChannels && !file.hasVolumes { options.channel = nil }
      if someVolumes && !file.hasVolumes { options.volume = nil }
      try chosen.chooseFromAxes(options)
      chosen.orderAxes()
      return chosen
    }
  }

  /// Whether there are several channels to choose from.
  public var hasChannels: Bool {
    palette != nil || axes.contains { $0.kind == .channel } || axes.count > 3
  }

  /// Whether there are several volumes to choose from.
  public var hasVolumes: Bool { axes.contains { !$0.isSpatial } || axes.count > 3 }

  /// Names the axes of an array; files that name theirs stay as they are.
  private mutating func name(_ order: AxisOrder, options: ReadingOptions) throws(FileError) {
    guard !hasNamedAxes else { return }
    var kinds = order.kinds
    // A further axis is where those who name the others like this have theirs.
    if kinds.count == 3, axes.count == 4, !kinds.contains(.channel), !kinds.contains(.volume) {
      let further: FieldAxis.Kind = options.volume == nil ? .channel : .volume
      kinds.insert(further, at: kinds.first == .x ? 3 : 0)
    }
    let spatial = kinds.filter { $0 != .channel && $0 != .volume && $0 != .batch }
    if kinds.count == axes.count {
      for axis in axes.indices { axes[axis].kind = kinds[axis] }
    } else if kinds.count == fullShape.count {
      // The axes that are left are those that are longer than 1, in the same order.
      let left = zip(kinds, fullShape).filter { $0.1 != 1 }.map(\.0)
      for axis in axes.indices where axis < left.count { axes[axis].kind = left[axis] }
    } else if spatial.count == axes.count {
      // One of several files that has no channels.
      for axis in axes.indices { axes[axis].kind = spatial[axis] }
    } else {
      throw .malformed(
        path,
        reason: "the axes \(order) are \(kinds.count), and the array has the shape \(fullShape)")
    }
  }

  mutating func setSpacing(_ spacing: [Double]) throws(FileError) {
    guard self.spacing == nil else {
      throw .malformed(path, reason: "the file has a spacing of its own; leave out --spacing")
    }
    let spatial = axes.indices.filter { axes[$0].isSpatial }
    let steps =
      spacing.count == fullShape.count && spacing.count != axes.count
      ? zip(spacing, fullShape).filter { $0.1 != 1 }.map(\.0) : spacing
    guard steps.count == spatial.count, steps.allSatisfy({ $0 > 0 && $0.isFinite }) else {
      throw .malformed(
        path,
        reason: "the spacing \(spacing) is not one positive number for each axis of the shape "
          + "\(spatial.map { axes[$0].extent })")
    }
    for (axis, step) in zip(spatial, steps) { axes[axis].spacing = step }
  }

  private mutating func chooseFromAxes(_ options: ReadingOptions) throws(FileError) {
    var channel = options.channel
    guard hasNamedAxes || axes.count <= 3 else {
      throw .malformed(
        path,
        reason: "the array has \(axes.count) axes, \(shape); expected 1, 2 or 3: name them by "
          + "--axes CZYX (or ZYXC, TZYX, …) and choose by --channel or --volume")
    }
    if let number = options.volume {
      // A file with one further axis may call it volumes or channels.
      let axis =
        axes.firstIndex { $0.kind == .volume }
        ?? (channel == nil ? axes.firstIndex { $0.kind == .channel } : nil)
      guard let axis else { throw nothingToChoose("volume") }
      try choose(number, along: axis, option: "volume")
    }
    if palette != nil, let name = channel {
      try choosePaletteChannel(name)
      channel = nil
    }
    if let name = channel {
      let axis =
        axes.firstIndex { $0.kind == .channel }
        ?? (options.volume == nil ? axes.firstIndex { $0.kind == .volume } : nil)
      if let axis {
        try choose(number(ofChannel: name, along: axis), along: axis, option: "channel")
      } else if name != "0", name != "grey" {
        throw nothingToChoose("channel")
      }
    }
    if let axis = axes.first(where: { !$0.isSpatial }) { throw choiceMissing(axis) }
  }

  /// Takes one element along an axis.
  mutating func choose(_ number: Int, along axis: Int, option: String) throws(FileError) {
    guard axes[axis].extent > number, number >= 0 else {
      throw .malformed(
        path,
        reason: "there is no \(option) \(number); they are numbered 0 to \(axes[axis].extent - 1)")
    }
    array.offset += number * axes[axis].stride * array.type.size
    axes.remove(at: axis)
    if axes.isEmpty { axes = [FieldAxis(kind: .x, extent: 1, stride: 1)] }
    channelNote = nil
  }

  private func number(ofChannel name: String, along axis: Int) throws(FileError) -> Int {
    if let number = Int(name) { return number }
    if let number = axes[axis].names.firstIndex(of: name.lowercased()) { return number }
    throw .malformed(
      path, reason: "there is no channel '\(name)'; \(channelList(axes[axis]))")
  }

  private func channelList(_ axis: FieldAxis) -> String {
    axis.names.isEmpty
      ? "they are numbered 0 to \(axis.extent - 1)"
      : "there are \(axis.names.joined(separator: ", "))"
  }

  private func nothingToChoose(_ option: String) -> FileError {
    .malformed(
      path,
      reason: hasNamedAxes
        ? "it has no \(option)s to choose from; leave out --\(option)"
        : "it does not say which axis has the \(option)s; name its axes, as by --axes CYX")
  }

  private func choiceMissing(_ axis: FieldAxis) -> FileError {
    if axis.kind == .batch {
      return .malformed(
        path,
        reason: "it holds a batch of \(axis.extent) items; give --classes exclusive or independent")
    }
    let option = axis.kind == .channel ? "channel" : "volume"
    return .malformed(
      path,
      reason: channelNote
        ?? "it holds \(axis.extent) \(option)s; choose one by --\(option); \(channelList(axis))")
  }

  /// Puts named axes in the order z, y, x.
  mutating func orderAxes() {
    guard hasNamedAxes else { return }
    let ranks: [FieldAxis.Kind: Int] = [.z: 0, .y: 1, .x: 2]
    axes.sort { ranks[$0.kind, default: 3] < ranks[$1.kind, default: 3] }
  }

  /// Turns an axis round.
  mutating func reverse(axis: Int) {
    let steps = axes[axis].extent - 1
    array.offset += steps * axes[axis].stride * array.type.size
    axes[axis].stride = -axes[axis].stride
    guard let step = axes[axis].step else { return }
    origin = origin.map { $0 + Double(steps) * step }
    axes[axis].step = -step
  }
}
