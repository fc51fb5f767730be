/// Version of the program, as every output embeds it.
public let programVersion = "1.0.0"
