namespace Patron.CommandLine;

/// <summary>Where a command line reads, speaks and stands.</summary>
/// <param name="Error">Progress and refusals; what is asked for goes to <paramref name="Out"/>.</param>
/// <param name="Folder">Relative file names are meant from there.</param>
/// <param name="Live">Error can be written over: progress may redraw its line.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, string Folder, bool Live)
{
    public static Terminal OfProcess => new(Console.In, Console.Out, Console.Error, Directory.GetCurrentDirectory(), !Console.IsErrorRedirected);
}
