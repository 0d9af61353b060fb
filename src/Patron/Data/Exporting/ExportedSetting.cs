namespace Patron.Data.Exporting;

/// <summary>A setting that goes with the export of everything as it stands: it names no id of the program's own. Registered by the room whose it is, as a singleton.</summary>
/// <param name="Key">Of the settings table.</param>
public sealed record ExportedSetting(string Key);
