namespace Patron.Kernel;

/// <summary>
/// Why the business said no: something the user can act on. Bugs throw instead.
/// The sentence lies in the resources under <paramref name="Key"/>; the record's own public properties are its arguments.
/// </summary>
public abstract record Refusal(string Key)
{
    /// <summary>The HTTP status of a request refused so.</summary>
    public virtual int Status => StatusCodes.Status409Conflict;
}

/// <summary>Something typed into one field is not right: the sentence stands there, and the focus goes there.</summary>
/// <param name="Field">The field's name in the form.</param>
public abstract record FieldRefusal(string Key, string Field) : Refusal(Key)
{
    public override int Status => StatusCodes.Status422UnprocessableEntity;
}

/// <summary>The value asked for, or the refusal.</summary>
public readonly record struct Result<T>
{
    public T? Value { get; private init; }
    public Refusal? Refusal { get; private init; }

    public static implicit operator Result<T>(T value) => new() { Value = value };
    public static implicit operator Result<T>(Refusal refusal) => new() { Refusal = refusal };
}

/// <summary>Nothing to give back: <c>Result&lt;Done&gt;</c> is done or refused.</summary>
public readonly record struct Done;
