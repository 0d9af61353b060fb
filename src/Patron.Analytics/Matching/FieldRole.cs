namespace Patron.Analytics.Matching;

/// <summary>What a column means to the comparison of two records. The engine knows roles only, never names of columns.</summary>
public enum FieldRole
{
    /// <summary>Given names of a person.</summary>
    GivenName,

    /// <summary>Family name of a person.</summary>
    FamilyName,

    /// <summary>All names of a person in one text, in any order.</summary>
    FullName,

    /// <summary>Form of address or academic title.</summary>
    Title,

    /// <summary>Sex or gender, few values.</summary>
    Sex,

    /// <summary>Date of birth or foundation as digits in the order year, month, day; any separators between them.</summary>
    BirthDate,

    /// <summary>Number of the house.</summary>
    StreetNumber,

    /// <summary>Street, or a whole line of an address.</summary>
    Street,

    /// <summary>Town or suburb, birth place.</summary>
    City,

    /// <summary>State or province.</summary>
    Region,

    /// <summary>Postal code.</summary>
    PostalCode,

    /// <summary>Country.</summary>
    Country,

    /// <summary>E-mail address.</summary>
    Email,

    /// <summary>Telephone number, best in its national or international digits.</summary>
    Phone,

    /// <summary>A number that means one person or organisation: tax, insurance, register, card.</summary>
    Identifier,

    /// <summary>Name of an organisation, legal form already folded or taken off.</summary>
    Organisation,

    /// <summary>Any other text: occupation, remark, product.</summary>
    Text,

    /// <summary>What tells fathers from sons of one name: Jr, Sr, a number behind the name.</summary>
    Generation,

    /// <summary>Legal form of an organisation, spellings of one form folded.</summary>
    LegalForm,
}
