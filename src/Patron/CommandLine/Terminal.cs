namespace Patron.CommandLine;

/// <summary>Where a command line reads, speaks and stands.</summary>
/// <param name="Error">Progress and refusals; what is asked for goes to <paramref name="Out"/>.</param>
/// <param name="Folder">Relative file names are meant from there.</param>
/// <param name="Live">Error can be written over: progress may redraw its line.</param>
internal sealed record Terminal(TextReader In, TextWriter Out, TextWriter Error, string Folder, bool Live)
{
    /// <summary>What stands on standard input; of bytes, where this is the process's own, each is a letter.</summary>
    public Task<string> Read(bool bytes, CancellationToken ct) =>
        bytes && ReferenceEquals(In, Console.In) ? new StreamReader(Console.OpenStandardInput(), System.Text.Encoding.Latin1).ReadToEndAsync(ct) : In.ReadToEndAsync(ct);

    public static Terminal OfProcess => new(Console.In, Console.Out, Console.Error, Directory.GetCurrentDirectory(), !Console.IsErrorRedirected);
}
