using System.CommandLine;
using Patron.Data;

namespace Patron.CommandLine.Contracts;

/// <summary>A command of the command line that works on a data directory. The same command runs in its own process, or in the server that holds the directory.</summary>
public abstract class PatronCommand
{
    /// <summary>Name, options and arguments; made anew for each parse, without an action.</summary>
    public abstract Command Define();

    /// <summary>Answers 0, or 1 after a sentence on <see cref="CommandContext.Error"/>.</summary>
    public abstract Task<int> Run(ParseResult parsed, CommandContext context, CancellationToken ct);

    /// <summary>It works only where no server holds the data directory.</summary>
    public virtual bool NeedsDataAlone => false;

    /// <summary>It works on files alone: no data directory is looked at, and none of the services may ask for the database.</summary>
    public virtual bool NeedsNoData => false;

    /// <summary>It makes no ids and leaves no entry in the audit. Where the database is up to date, neither a node number is taken for it nor the audit followed, which would be most of its time.</summary>
    public virtual bool OnlyReads => false;

    /// <summary>Called while nobody has the database open, before <see cref="Run"/>; a sentence refuses the command.</summary>
    public virtual string? BeforeOpening(ParseResult parsed, DataLocation location, string folder) => null;

    /// <summary>Standard input is handed to <see cref="Run"/>.</summary>
    public virtual bool ReadsInput(ParseResult parsed) => false;

    /// <summary>Standard input is no text: each byte comes as the letter of Latin-1 that it is.</summary>
    public virtual bool InputIsBytes => false;
}

/// <summary>Where a command works and speaks.</summary>
/// <param name="Services">The program on the data directory, migrated.</param>
/// <param name="Input">What stood on standard input; null where the command did not ask for it.</param>
/// <param name="Out">Results. With --json one JSON object and nothing else.</param>
/// <param name="Error">Progress and refusals.</param>
/// <param name="Folder">The caller's working directory: relative file names are meant from there.</param>
/// <param name="Live">Error is a terminal that can be written over: progress may redraw its line with a carriage return.</param>
public sealed record CommandContext(IServiceProvider Services, string? Input, TextWriter Out, TextWriter Error, string Folder, bool Live)
{
    public string File(string name) => Path.GetFullPath(name, Folder);
}
